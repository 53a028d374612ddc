"""The group of commands: loaded when used, and ending every error in a sentence and an exit code."""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TextIO

import click

from qualkit.errors import QualkitError, QualkitWarning

#: Exit codes beside click's own 0 and 2. The last two are what a shell gives for the signals INT and PIPE.
FOUND_SOMETHING = 1
BAD_INPUT = 2
INTERRUPTED = 130
PIPE_CLOSED = 141

#: What the library's sentences name as an argument, at their end, where nobody's words stand.
_CHOOSE = re.compile(r"\bpass (document|turn)= to choose\.$")
_DEPENDANTS = re.compile(r"\bwith_dependants=True\.$")
_ABOUT = re.compile(r"\bSay which: about=(.*)$", flags=re.DOTALL)
_PAIR = re.compile(r'\("(\w+)", "(.*?)"\)')


class Commands(click.Group):
    """Commands named in `modules` (command → module, short help); a module is imported when its command is used."""

    def __init__(self, *args: Any, modules: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        module, _ = self.modules[cmd_name]
        found: click.Command = import_module(f"qualkit.cli.{module}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, so that help loads no command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in self.modules.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Help has Norwegian letters too, so the streams come first."""
        _speak_utf8()
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What stops it becomes a sentence and an exit code; anything unforeseen stays a traceback,
        since it is a fault of ours."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always", QualkitWarning)
                warnings.showwarning = _telling(warnings.showwarning)
                answer = super().invoke(ctx)
            sys.stdout.flush()
        except QualkitError as error:
            say(in_options(str(error)))
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt:
            say("\nInterrupted. The step under way was not written; every step before it stands.")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _forget_stdout()
            ctx.exit(PIPE_CLOSED)
        except OSError as fault:
            if fault.filename is None:
                raise
            say(f"{fault.filename}: {fault.strerror}. Give yourself access to it, or name another place.")
            ctx.exit(BAD_INPUT)
        return answer


def say(message: str) -> None:
    """A message for a person, on standard error."""
    click.echo(message, err=True)


def in_options(sentence: str) -> str:
    """A sentence of the library, which names arguments (`turn=`), as one that names options (`--turn`)."""
    sentence = _CHOOSE.sub(r"add --\1 to choose.", sentence)
    sentence = _ABOUT.sub(lambda found: "Say which: --about " + _PAIR.sub(r"\1:\2", found[1]), sentence)
    sentence = sentence.replace("Read it in first (import_codebook)", "Read it in first («qualkit codes import»)")
    return _DEPENDANTS.sub("--with-dependants.", sentence)


def _telling(otherwise: Callable[..., Any]) -> Callable[..., None]:
    """A `showwarning` that prints qualkit's warnings as the sentences they are."""

    def showwarning(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if issubclass(category, QualkitWarning):
            say(str(message))
        else:
            otherwise(message, category, filename, lineno, file, line)

    return showwarning


def _speak_utf8() -> None:
    """Whatever the locale or a redirection says. A lone half of a character (odd file names) is spelt out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """Nobody reads any more (`| head`): what is still held back goes nowhere, so that ending the program is quiet."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, io.UnsupportedOperation):  # a stream without a file has nobody to complain to
        return
