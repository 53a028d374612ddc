"""`qualkit codes import`"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._group import BAD_INPUT, say
from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.codebook import Question
    from qualkit.project import Project
    from qualkit.project.codebook_files import CodebookChanges


def _choices(ctx: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """tid-2=tid rom=retire → {"tid-2": "tid", "rom": "retire"}"""
    chosen: dict[str, str] = {}
    for one in given:
        about, equals, answer = (part.strip() for part in one.partition("="))
        if not (equals and about and answer):
            raise click.BadParameter(f"«{one}» is not ID=ANSWER.")
        chosen[about] = answer
    return chosen


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path, readable=False))
@with_project
@click.option(
    "--choose",
    "choices",
    multiple=True,
    callback=_choices,
    metavar="ID=ANSWER",
    help="What a code is that cannot be known from the file: another's id, new, retire, keep … May be repeated.",
)
@click.option("--yes", is_flag=True, help="Apply the changes without asking.")
@with_coder()
@with_reason
@click.pass_context
def command(
    ctx: click.Context,
    project: Project,
    path: Path,
    choices: dict[str, str],
    yes: bool,
    coder: str,
    how: dict[str, Any],
) -> None:
    """Make the codebook say what PATH says, a file edited by hand or the newest of a folder.

    First the changes are shown. They are applied when you say so, or with --yes: as one step, and one undo. A code that
    is not in the file is retired; its codings stay.
    """
    choices = dict(choices)
    found = project.codebook_changes(path, choices=choices)
    while found.questions and at_terminal():
        one = found.questions[0]
        say(one.said)
        choices[one.id] = click.prompt("Answer", type=click.Choice(one.answers), err=True)
        found = project.codebook_changes(path, choices=choices)
    _show(found)
    if found.questions:
        _ask(found.questions)
        ctx.exit(BAD_INPUT)
    if how["preview"]:
        from qualkit.cli._show import show_preview
        from qualkit.project.preview import Preview

        would = project.import_codebook(path, coder=coder, choices=choices, **how)
        assert isinstance(would, Preview)
        show_preview(would)
    elif len(found):
        _apply(project, path, yes, coder=coder, choices=choices, **how)


def at_terminal() -> bool:
    """True where somebody sits there and can be asked."""
    return sys.stdin.isatty()


def _show(found: CodebookChanges) -> None:
    from qualkit.cli._show import print_table

    if len(found):
        print_table(found.frame)
    for remark in found.remarks:
        say(remark)
    if not len(found) and not found.questions:
        say("The project says this already.")


def _ask(questions: Sequence[Question]) -> None:
    for one in questions:
        say(f"{one.said}\n  --choose {one.id}={'|'.join(one.answers)}")
    say("Nothing was changed. Answer with --choose, and import again.")


def _apply(project: Project, path: Path, yes: bool, **how: Any) -> None:
    if not yes and not at_terminal():
        raise click.UsageError("Nothing was changed. To apply these changes, say --yes.")
    if not yes and not click.confirm("Apply?", err=True):
        say("Nothing was changed.")
        return
    project.import_codebook(path, **how)
    say("Applied. It is one step: `qualkit undo` takes it back.")
