"""`qualkit codes`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from qualkit.cli._group import Commands
from qualkit.cli._options import Output, coder_or_refuse, open_project, with_at, with_coder, with_output, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project

#: The commands of `codes` itself, as `COMMANDS` of the command line are.
COMMANDS = {
    "export": ("_codes_export", "Save the codebook as the next version of a folder."),
    "import": ("_codes_import", "Read in a codebook's file edited by hand."),
}


@click.group("codes", cls=Commands, modules=COMMANDS, invoke_without_command=True)
@click.option(
    "-p", "--project", "address", metavar="FILE", help="The project file [default: the only one in this folder]."
)
@with_output
@click.option("--add", metavar="NAME", help="Make a code.")
@click.option("--parent", metavar="CODE", help="Under this code: its id, name or path.")
@click.option("--definition", default="", metavar="TEXT")
@click.option("--include", default="", metavar="TEXT", help="When to use it.")
@click.option("--exclude", default="", metavar="TEXT", help="When not to, and what to use instead.")
@click.option("--example", default="", metavar="TEXT")
@with_at
@with_coder(required=False)
@with_reason
@click.pass_context
def command(ctx: click.Context, /, address: str | None, output: Output, **given: Any) -> None:
    """List the codes with their codings and informants; `--out codebook.yaml` saves the codebook.

    With --add, make a code, at the top or under --parent. `codes export` and `codes import` take a codebook's folder.
    """
    if ctx.invoked_subcommand is not None:
        _pass_on(ctx)
        return
    with open_project(address) as project:
        _list_or_add(project, output, **given)


def _pass_on(ctx: click.Context) -> None:
    """What was said before `export` or `import` holds for it too, where it takes it; all else is out of place."""
    said = {
        name: value
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    }
    shared = {name: said.pop(name) for name in ("address", "coder", "why", "present", "preview") if name in said}
    if said:
        raise click.UsageError(f"--{sorted(said)[0]} does not go with {ctx.invoked_subcommand}. Leave it out.")
    ctx.default_map = dict.fromkeys(COMMANDS, shared)


def _list_or_add(
    project: Project,
    output: Output,
    add: str | None,
    at: str | None,
    parent: str | None,
    coder: str,
    how: dict[str, Any],
    **fields: str,
) -> None:
    if add is None and (parent or any(fields.values())):
        raise click.UsageError("Name the code to make: --add NAME.")
    if add is not None and at is not None:
        raise click.UsageError("A code is made in the codebook of today: leave out --at.")
    if add is not None:
        _add(project, add, coder=coder_or_refuse(coder), parent=parent, **fields, **how)
    elif output.out is not None and output.out.suffix.casefold() in (".yaml", ".yml"):
        _save(project, output, at)
    else:
        from qualkit.cli._show import show

        show(project, project.codes(at=at), output)


def _add(project: Project, name: str, **how: Any) -> None:
    from qualkit.cli._show import show_preview
    from qualkit.records import Code

    made = project.add_code(name, **how)
    if isinstance(made, Code):
        click.echo(f"{made.id}  {project.codebook().path(made.id)}")
    else:
        show_preview(made)


def _save(project: Project, output: Output, at: str | None) -> None:
    import qualkit as qk
    from qualkit.cli._show import wrote

    assert output.out is not None
    try:
        qk.save_codebook(project.codebook(at), output.out)
    except OSError as fault:
        said = f"{output.out} cannot be written ({fault.strerror}). Choose another name or folder."
        raise qk.ExportError(said, path=output.out) from fault
    wrote(output.out)
