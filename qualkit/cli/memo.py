"""`qualkit memo`"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason
from qualkit.errors import InputError
from qualkit.records import MEMO_KINDS

if TYPE_CHECKING:
    from qualkit.project import Project

_NOUNS = ("code", "theme", "document", "informant", "coding", "memo")


@click.command("memo")
@click.argument("text")
@with_project
@click.option(
    "--about",
    metavar="NAME",
    help="What it is about: a code, theme, document, informant, coding or memo, by name or id; code:Tid where several "
    "things are called Tid.",
)
@click.option("--kind", type=click.Choice(MEMO_KINDS), default="analytisk", show_default=True)
@with_coder()
@with_reason
def command(project: Project, text: str, about: str | None, kind: str, coder: str, how: dict[str, Any]) -> None:
    """Write a memo. TEXT may be - to read it from standard input."""
    from qualkit.cli._show import show_preview
    from qualkit.records import Memo

    written = project.memo(_stdin() if text == "-" else text, about=_about(about), kind=kind, coder=coder, **how)
    if isinstance(written, Memo):
        click.echo(f"{written.id}  {written.kind}  {about or 'the project'}")
    else:
        show_preview(written)


def _stdin() -> str:
    """What is piped in, as UTF-8 whatever the locale says."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError("The text on standard input is not UTF-8. Save it as UTF-8 and try again.") from fault


def _about(given: str | None) -> tuple[str, str] | str | None:
    """code:Tid says which kind of thing is meant."""
    noun, colon, name = (given or "").partition(":")
    return (noun, name.strip()) if colon and noun in _NOUNS else given
