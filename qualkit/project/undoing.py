"""Undo and redo: which steps are meant, whether they may be switched, and switching them."""

from __future__ import annotations

from qualkit.project.base import Sign, person
from qualkit.store import Writer
from qualkit.store import undo as steps_of


def whose(coder: str, of: str | None) -> str:
    """Whose steps are meant: the coder's own, another's, or anyone's (`*`)."""
    if of is None:
        return person(coder)
    return of if of == steps_of.ANYONE else person(of)


def undo(writer: Writer, whose: str, step: str | None, with_dependants: bool, sign: Sign) -> list[str]:
    """Switch a step off, with everything that leans on it if asked. Answers the ids of the steps."""
    connection = writer.connection
    own = steps_of.step_id(connection, step, on=True) if step else steps_of.last_on_step(connection, whose)
    steps = [own]
    if with_dependants:
        steps += [one.id for one in steps_of.dependants(connection, [own])]
    elif step or own != steps_of.last_on_step(connection, steps_of.ANYONE):
        # The last of all is never refused. After a union, steps of several events may stand in each other.
        steps_of.refuse_dependants(connection, [own])
    writer.switch(steps, on=False, sign=sign)
    return [step.hex() for step in steps]


def redo(writer: Writer, whose: str, step: str | None, sign: Sign) -> list[str]:
    """Switch on again what the latest undo switched off, or one step. Answers the ids of the steps."""
    connection = writer.connection
    in_turn = False
    if step:
        steps = [steps_of.step_id(connection, step, on=False)]
    else:
        steps, in_turn = steps_of.last_off_steps(connection, whose)
    if not in_turn:
        steps_of.refuse_redo(connection, steps)
    writer.switch(steps, on=True, sign=sign)
    return [step.hex() for step in steps]
