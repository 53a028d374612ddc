"""`qualkit import`"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._group import BAD_INPUT, say
from qualkit.cli._options import with_coder, with_project

if TYPE_CHECKING:
    from qualkit.errors import QualkitError
    from qualkit.project import Project
    from qualkit.records import Transcript
    from qualkit.transcripts import Transcripts


class _Given(click.Path):
    """A path that was really given: an unset variable of the shell would be the folder one stands in, and all in it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Refuses an empty one."""
        if value == "":
            self.fail("a name is empty. Write «.» for the folder you are in.", param, ctx)
        return super().convert(value, param, ctx)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=_Given(path_type=Path, readable=False))
@with_project
@click.option(
    "--informants",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The register [default: the folder's informants.csv, else the project's own].",
)
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What each file is [default: the folder's documents.csv].",
)
@click.option("--dry-run", is_flag=True, help="Say what each file would be read as; add nothing.")
@with_coder(required=False)
@click.pass_context
def command(
    ctx: click.Context,
    project: Project,
    paths: tuple[Path, ...],
    informants: Path | None,
    documents: Path | None,
    dry_run: bool,
    coder: str,
) -> None:
    """Add the transcripts in PATHS, files or folders, keyed to informants.

    A line per document added. A file that cannot be used gets a sentence on standard error and stops no other; then the
    exit code is 2.
    """
    loaded = _load(project, paths, informants, documents)
    left_out = _dry_run(project, loaded) if dry_run else _add(project, loaded, coder)
    problems = [*loaded.problems, *left_out]
    for problem in problems:
        say(str(problem))
    if problems:
        ctx.exit(BAD_INPUT)


def _load(project: Project, paths: Sequence[Path], informants: Path | None, documents: Path | None) -> Transcripts:
    """Read the files. A folder with a register of its own is keyed with that, all others with the project's."""
    import qualkit as qk
    from qualkit.cli._progress import progress
    from qualkit.transcripts import Transcripts
    from qualkit.transcripts.folder import table_in

    register = project.register()
    by_project = informants is None and len(register) > 0
    others = [path for path in paths if by_project and table_in(path, "informants.csv") is None]
    own = [path for path in paths if path not in others]
    loaded = Transcripts()
    with progress("Reading") as step:
        for group, key in ((own, informants), (others, register)):
            if group:
                some = qk.load_transcripts(
                    group, informants=key, documents=documents, on_error="collect", progress=step
                )
                loaded.extend(some)
                loaded.problems.extend(some.problems)
    return loaded


def _add(project: Project, loaded: Transcripts, coder: str) -> Iterable[QualkitError]:
    """Add what was read; a line per document. Answers the problems of those left out."""
    from qualkit.project.adding import Added

    done = project.add(loaded, coder=coder)
    assert isinstance(done, Added)
    added = [one for one in loaded if one.name in done.documents]
    for transcript in loaded:
        if transcript.name not in done.known:
            for warning in _further_warnings(transcript, done.problems):
                say(warning)
        if transcript in added:
            click.echo(f"{transcript.name}  {_summary(transcript)}")
    _say_known(done.known)
    if any(one.register is None for one in added):
        say(
            "There is no register, so nobody's words are keyed to an informant. To key them, undo this step "
            "(qualkit undo --of '*') and import again with --informants."
        )
    return done.problems


def _dry_run(project: Project, loaded: Transcripts) -> Iterable[QualkitError]:
    """What adding would do, told file by file. Answers the problems of those that would be left out."""
    from qualkit.project.adding import plan_addition

    present = {one.name for one in loaded} & set(project.documents()["document"])
    texts = {name: project.transcript(name).text for name in present}
    plan = plan_addition(loaded, list(project.register()), texts)
    for transcript in loaded:
        click.echo(f"{transcript.name}  {_summary(transcript)}")
        for label, informant in dict.fromkeys((turn.speaker, turn.informant) for turn in transcript.turns):
            click.echo(f"  {label or '(no label)'} → {informant or '?'}")
        for repair, count in transcript.repairs.items():
            click.echo(f"  repaired: {repair} ({count})")
        for warning in _further_warnings(transcript, plan.problems):
            click.echo(f"  {warning}")
    _say_known(plan.known)
    say(f"Nothing was added: this was a dry run. {len(plan.documents)} document(s) would be.")
    return plan.problems


def _further_warnings(transcript: Transcript, problems: Iterable[QualkitError]) -> list[str]:
    """The warnings that are not told as a problem anyway."""
    told = {str(problem) for problem in problems}
    return [warning for warning in transcript.warnings if warning not in told]


def _summary(transcript: Transcript) -> str:
    people = dict.fromkeys(turn.informant for turn in transcript.turns if turn.informant is not None)
    return f"{transcript.format}  {len(transcript.turns)} turns  {', '.join(people) or 'nobody keyed'}"


def _say_known(names: Iterable[str]) -> None:
    for name in names:
        say(f"{name} is in the project already, with the same text.")
