"""`qualkit code`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._group import BAD_INPUT, say
from qualkit.cli._options import coder_or_refuse, with_coder, with_project, with_reason
from qualkit.records import STANCES

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("code")
@click.argument("informant", required=False)
@click.argument("words", required=False)
@with_project
@click.option("--as", "as_", metavar="CODE", help="The code: its id, name or path.")
@click.option("--document", metavar="NAME", help="Where the words stand in several documents.")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Where they stand in several turns.")
@click.option("--stance", type=click.Choice(STANCES))
@click.option("--prompted/--unprompted", default=None, help="Whether the interviewer asked for it.")
@click.option("--memo", metavar="TEXT", help="A note on the coding, in the same step.")
@click.option(
    "--from",
    "sheet",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Code many: a CSV file with code, words and informant or document (or code, document, start, end), and coder, "
    "stance, prompted where wanted. All rows or none.",
)
@with_coder(required=False)
@with_reason
@click.pass_context
def command(
    ctx: click.Context,
    /,
    project: Project,
    informant: str | None,
    words: str | None,
    sheet: Path | None,
    coder: str,
    how: dict[str, Any],
    **one: Any,
) -> None:
    """Code the WORDS of an INFORMANT (- for words of nobody in the register).

    Prints the coding's id, place, code and words.
    """
    if sheet is not None:
        if informant is not None or one["as_"] is not None:
            raise click.UsageError("Give either INFORMANT, WORDS and --as, or --from FILE.")
        if not _code_sheet(project, sheet, coder, how):
            ctx.exit(BAD_INPUT)
    elif informant is None or words is None or one["as_"] is None:
        raise click.UsageError("Give INFORMANT, WORDS and --as CODE, or --from FILE.")
    else:
        _code_one(project, informant, words, coder=coder_or_refuse(coder), **one, **how)


def _code_one(project: Project, informant: str, words: str, **how: Any) -> None:
    from qualkit.cli._show import quoted, show_preview
    from qualkit.records import Coding

    made = project.code(None if informant == "-" else informant, words, **how)
    if isinstance(made, Coding):
        click.echo(f"{made.id}  {made.document} {made.start}–{made.end}  {made.code}  {quoted(made.text)}")
    else:
        show_preview(made)


def _code_sheet(project: Project, path: Path, coder: str, how: dict[str, Any]) -> bool:
    """One step per coder. False where a row could not be placed; then nothing is written."""
    from qualkit.cli._coding_sheet import read_codings
    from qualkit.cli._show import show_preview

    sheet = read_codings(path, project, coder=coder)
    for problem in sheet.problems:
        say(str(problem))
    if sheet.problems:
        say(f"{len(sheet.problems)} row(s) of {path} cannot be placed. Nothing was coded.")
        return False
    for who, frame in sheet.frames.items():
        done = project.code_many(frame, coder=who, **how)
        if isinstance(done, list):
            click.echo(f"{who}: {len(done)} codings")
        else:
            show_preview(done)
    return True
