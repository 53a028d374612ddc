"""Everything a person does to a project. Each call is one step of the log, one line in the history, one undo.

Every call takes `why` (may be empty), `present` (who took part) and `preview=True`, which answers a `Preview` of what
it would touch and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Unpack

import pandas as pd

from qualkit.codebook import Codebook
from qualkit.informants import Register, canonical_code
from qualkit.project import adding, births, naming, placing, undoing
from qualkit.project.base import How, ProjectBase, Sign, document_id, required
from qualkit.project.preview import Preview
from qualkit.records import Code, Coding, Memo, Stance, Theme, Transcript, plain
from qualkit.store import Connection, Writer, read, texts
from qualkit.store.documents import erased_informants
from qualkit.store.events import Draft, new_id


class Changing(ProjectBase):
    """The acts of a project."""

    def add(self, transcripts: Iterable[Transcript], *, coder: str = "", **how: Unpack[How]) -> adding.Added | Preview:
        """Add transcripts, and the register they were keyed with; their text is frozen from now on.

        A transcript that is in already with the same text is left alone. One with an unknown speaker, no text, or the
        name of another document is left out and stands in `Added.problems`; all others are added.
        """
        given = list(transcripts)

        def act(writer: Writer, sign: Sign) -> adding.Added:
            ids = texts.document_ids(writer.connection)
            names = {plain(one.name) for one in given} & set(ids)
            known = {name: self._transcript_in(writer.connection, ids[name]).text for name in names}
            gone = erased_informants(writer.connection)
            plan = adding.plan_addition(given, read.register_rows(writer.connection), known, gone)
            writer.keep_turns(plan.turns)
            writer.append(sign(plan.drafts))
            return adding.Added(tuple(plan.documents), tuple(plan.known), tuple(plan.problems))

        return self._write(coder, act, **how)

    def add_informants(self, register: Register, *, coder: str = "", **how: Unpack[How]) -> list[str] | Preview:
        """Write a register into the project: the rows that are new or say something else. Answers their codes."""

        def plan(writer: Writer) -> list[Draft]:
            gone = erased_informants(writer.connection)
            return adding.register_drafts(register, read.register_rows(writer.connection), gone)

        done = self._act(coder, plan, **how)
        return done if isinstance(done, Preview) else list(dict.fromkeys(event.payload["informant"] for event in done))

    def add_codebook(self, codebook: Codebook, *, coder: str = "", **how: Unpack[How]) -> Codebook | Preview:
        """Take in the codes and themes of a codebook that are not in the project yet, known by their ids."""

        def plan(writer: Writer) -> list[Draft]:
            return births.codebook_drafts(codebook, read.codebook(writer.connection))

        done = self._act(coder, plan, **how)
        return done if isinstance(done, Preview) else self._book()

    def code(
        self,
        informant: str | None,
        words: str,
        *,
        as_: str,
        coder: str,
        document: str | None = None,
        turn: int | None = None,
        stance: Stance | None = None,
        prompted: bool | None = None,
        memo: str | None = None,
        **how: Unpack[How],
    ) -> Coding | Preview:
        """Code the words of an informant. `as_` is a code's id, unique name or path; `turn` counts from 1.

        Raises AnchorError where the words are not the informant's, or stand more than once: then `document` and `turn`
        choose. `memo` is a note on the coding, in the same step.
        """

        def act(writer: Writer, sign: Sign) -> Coding:
            connection = writer.connection
            chosen = naming.usable_code(read.codebook(connection), as_)
            anchor = placing.place_words(
                self._heard_in(connection, informant, document), words, informant=informant, turn=turn
            )
            own, values = new_id(), placing.coding_values(stance, prompted)
            payload = {
                "document": document_id(connection, anchor.document).hex(),
                "start": anchor.span.start,
                "end": anchor.span.end,
                "code": chosen.id,
                **values,
            }
            drafts = naming.with_memo(Draft("coding.add", payload, {"quote": anchor.words}, own), memo)
            done = writer.append(sign(drafts))[0]
            where = (anchor.document, anchor.span.start, anchor.span.end, anchor.words)
            return Coding(own.hex(), *where, chosen.name, done.person, stance, values.get("prompted"))

        return self._write(required(coder), act, **how)

    def code_many(self, frame: pd.DataFrame, *, coder: str, **how: Unpack[How]) -> list[str] | Preview:
        """Code many passages in one step: a row each, with document, start, end, code [, stance, prompted, uuid].

        `uuid` makes a row safe to send twice. Answers the codings' ids in the order of the rows. All or none.
        """

        def plan(writer: Writer) -> list[Draft]:
            book = read.codebook(writer.connection)
            ids = texts.document_ids(writer.connection)
            return placing.drafts_of(
                frame,
                document_ids=ids,
                text=lambda name: self._transcript_in(writer.connection, ids[name]).text,
                code_id=lambda name: naming.usable_code(book, name).id,
            )

        done = self._act(required(coder), plan, **how)
        return done if isinstance(done, Preview) else [event.id.hex() for event in done]

    def uncode(self, coding: Coding | str, *, coder: str, **how: Unpack[How]) -> list[str] | Preview:
        """Take a coding away: all that is read as this one row. Answers the ids. Undo brings it back."""
        key = coding.id if isinstance(coding, Coding) else coding

        def plan(writer: Writer) -> list[Draft]:
            return [Draft("coding.remove", {"coding": one}) for one in read.alike(writer.connection, [key])]

        done = self._act(required(coder), plan, **how)
        return done if isinstance(done, Preview) else [event.payload["coding"] for event in done]

    def memo(
        self, text: str, *, about: naming.About = None, kind: str = "analytisk", coder: str, **how: Unpack[How]
    ) -> Memo | Preview:
        """Write a memo, tied to what it is about: a record (Coding, Code, Theme …), a name, or (noun, name)."""
        done = self._act(
            required(coder), lambda writer: [naming.memo_draft(writer.connection, text, about, kind)], **how
        )
        if isinstance(done, Preview):
            return done
        noun, name = done[0].payload["about"]
        return Memo(done[0].id.hex(), done[0].words["text"], (noun, name), kind, done[0].person, done[0].at)

    def add_code(
        self,
        name: str,
        *,
        parent: str | None = None,
        coder: str,
        definition: str = "",
        include: str = "",
        exclude: str = "",
        example: str = "",
        origin: str = "",
        colour: str = "",
        id: str = "",
        **how: Unpack[How],
    ) -> Code | Preview:
        """Make a code, at the top or under `parent` (id, name or path).

        Raises RefusedError where its parent has a code of that name already, whatever the case of the letters.
        """
        fields = Code(id, name, None, definition, include, exclude, example, origin, colour)

        def plan(writer: Writer) -> list[Draft]:
            return [births.code_birth(births.new_code(read.codebook(writer.connection), fields, parent))]

        done = self._act(required(coder), plan, **how)
        return done if isinstance(done, Preview) else self._book()[done[0].payload["code"]]

    def add_theme(
        self,
        name: str,
        *,
        codes: Sequence[str] = (),
        concept: str = "",
        origin: str = "data",
        why: str = "",
        questions: Sequence[str] = (),
        description: str = "",
        coder: str,
        present: Sequence[str] = (),
        preview: bool = False,
    ) -> Theme | Preview:
        """Make a theme that gathers codes (by id, name or path; a code may serve several themes).

        `concept` is the central organising concept as one sentence, `origin` data or oppdrag, and `why` both the
        theme's reason for that origin and the reason of this step. Raises RefusedError where the name is taken.
        """
        fields = Theme("", name, concept, description, origin, why, tuple(questions))

        def plan(writer: Writer) -> list[Draft]:
            return [births.theme_birth(births.new_theme(read.codebook(writer.connection), fields, codes))]

        done = self._act(required(coder), plan, why=why, present=present, preview=preview)
        return done if isinstance(done, Preview) else self._book().find_theme(done[0].payload["theme"])

    def undo(
        self,
        *,
        coder: str,
        of: str | None = None,
        step: str | None = None,
        with_dependants: bool = False,
        **how: Unpack[How],
    ) -> list[str] | Preview:
        """Take back a step: the coder's own last one, the last of another (`of="AK"`) or anyone (`of="*"`), or `step`.

        Answers the ids of the steps that are now off. Raises DependantsError, naming them, where later steps build on
        it; `with_dependants=True` takes all of them. Nothing is deleted: `redo` brings it back.
        """
        whose = undoing.whose(coder, of)

        def act(writer: Writer, sign: Sign) -> list[str]:
            return undoing.undo(writer, whose, step, with_dependants, sign)

        return self._write(required(coder), act, **how)

    def redo(
        self, *, coder: str, of: str | None = None, step: str | None = None, **how: Unpack[How]
    ) -> list[str] | Preview:
        """Bring back what was undone last that way, or `step`. Answers the ids of the steps that are on again.

        Raises RefusedError where a new step has been made since (then name the step), or it would find nothing to act
        on.
        """
        whose = undoing.whose(coder, of)
        return self._write(required(coder), lambda writer, sign: undoing.redo(writer, whose, step, sign), **how)

    def _heard_in(self, connection: Connection, informant: str | None, document: str | None) -> list[Transcript]:
        """The documents in which an informant speaks; the one named, if one is."""
        if document is not None:
            return [self._transcript_in(connection, document_id(connection, document))]
        wanted = None if informant is None else canonical_code(informant)
        heard = [self._transcript_in(connection, one) for one in texts.documents_of(connection, wanted)]
        if informant is not None and not heard:
            naming.refuse_silent(connection, informant)
        return heard
