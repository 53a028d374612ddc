"""Everything that can be read from a project: frames, tables, quotes, history. Nothing here writes to the log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import pandas as pd

from qualkit import tables
from qualkit.codebook import Codebook
from qualkit.informants import Register
from qualkit.project import diffing, exporting, listing, rereading
from qualkit.project.diff import Diff
from qualkit.project.looking import Looking
from qualkit.records import Theme
from qualkit.store import backup, check, history, moments, read, texts
from qualkit.store.moments import At
from qualkit.tables.where import Where


class Reading(Looking):
    """The readings of a project."""

    def documents(self) -> pd.DataFrame:
        """One row per document: document, kind, fidelity, format, turns, words, informants (joined), coded_under
        (the newest version at its last coding, <NA> for none), added, and one column per attribute of documents.csv."""
        return listing.documents(self._material(), self._read(texts.documents), self._read(rereading.coded_under))

    def informants(self) -> pd.DataFrame:
        """One row per register row: informant, role, group, printed_role, from, documents, words, and one column per
        attribute. Names are not in it."""
        return listing.informants(self._material(), self.register())

    def register(self) -> Register:
        """The register itself, names included: for keying new transcripts."""
        return self._read(read.register)

    def codebook(self, at: At | None = None) -> Codebook:
        """The codes and themes as they are today, or as they were `at` a version or a date.

        A version reads as its writer had seen it; a date (its end) or time as what had been done by then. Raises
        UnknownNameError for what is neither.
        """
        if at is None:
            return self._book()
        return self._read(lambda connection: read.codebook_at(connection, at))

    def versions(self) -> pd.DataFrame:
        """One row per version, oldest first: version, at, coder, why. A codebook taken in is one under its own."""
        return listing.versions(self._read(moments.versions))

    def diff(self, a: At | None = None, b: At | None = None, *, since: At | None = None) -> Diff:
        """What changed in the codebook from `a` to `b` (versions, dates or times as in `codebook`; now, if left out),
        or from the beginning of `since`; with whom it touched, who did it, when and why.

        Codings are counted as they are read at `b`. Raises UnknownNameError for what is no moment, InputError where
        neither or both of `a` and `since` are given, or `a` is the later one.
        """
        return self._read(lambda connection: diffing.diff(connection, a, b, since))

    def codes(self, *, at: At | None = None) -> pd.DataFrame:
        """One row per code, parents before children: code (path), id, definition, include, exclude, example, origin,
        themes (joined), retired, codings, informants, of (the base). Descendants are rolled up. `at`: see `codings`."""
        return listing.codes(self._material(at))

    def themes(self, *, at: At | None = None) -> pd.DataFrame:
        """One row per theme, in the codebook's order: theme, id, concept, description, origin, why, questions, codes
        (paths; both joined by `; `), codings, informants, of (the base). `at`: see `codings`."""
        return listing.themes(self._material(at))

    def theme(self, name: str) -> Theme:
        """A theme by name or id. Raises UnknownNameError."""
        return self._book().find_theme(name)

    def codings(
        self,
        per: Literal["coding", "informant", "theme"] = "coding",
        *,
        where: Where | None = None,
        at: At | None = None,
    ) -> pd.DataFrame:
        """One row per coding: coding, document, informant, role, group, turn, start, end, text, code, code_path, theme,
        stance, prompted, coder, at. Several informants or themes stand joined by `; `; `per` gives a row each.

        `where` keeps what fits: {column: value or list of values}. `at` (a version's name, a date or a time) reads the
        codings of today under the codebook of then: each as the first of its codes that stood there, its last code
        first and then those it was split from. Where none did, code, code_path and theme are <NA>. Names in `where` are
        those of that codebook. Raises UnknownNameError.
        """
        return tables.codings_frame(self._material(at), per=per, where=where)

    def memos(self) -> pd.DataFrame:
        """One row per memo, oldest first: memo, at, coder, kind, about (noun), name (what it is called), text."""
        return listing.memos(self._read(read.memos), self._material(), self._read(texts.document_names))

    def frequencies(
        self,
        *,
        of: str = "theme",
        by: str = "role",
        unit: str = "informants",
        where: Where | None = None,
        at: At | None = None,
    ) -> pd.DataFrame:
        """Themes (or codes) by role, group, informant or any attribute: columns `of`, `by`, n, of (the base).

        `unit` is informants, codings or words. A group nobody was asked in has n <NA> and of 0. `at`
        counts with the codebook of then (see `codings`); codings whose code it did not have are rows <NA>, last.
        """
        return tables.frequencies(self._material(at), of=of, by=by, unit=unit, where=where)

    def matrix(
        self, rows: str, columns: str, *, unit: str = "codings", where: Where | None = None, at: At | None = None
    ) -> pd.DataFrame:
        """A wide table of anything by anything (theme, code, role, group, informant, document, coder, stance, an
        attribute), with n and of as its last columns. `at`: see `codings`."""
        return tables.matrix(self._material(at), rows, columns, unit=unit, where=where)

    def cooccurrence(self, *, of: str = "code", where: Where | None = None, at: At | None = None) -> pd.DataFrame:
        """How many pairs of codings of two codes (themes) share words; on the diagonal, how many codings. `at`: see
        `codings`."""
        return tables.cooccurrence(self._material(at), of=of, where=where)

    def balance(self, *, where: Where | None = None, at: At | None = None) -> pd.DataFrame:
        """Who is heard how much: one row per informant of the base. `at`: see `codings`."""
        return tables.balance(self._material(at), where=where)

    def quotes(
        self,
        theme_or_code: str | None = None,
        *,
        per_informant: int | None = None,
        style: str = "ntnu",
        where: Where | None = None,
        at: At | None = None,
    ) -> pd.DataFrame:
        """The passages of a theme or code (all, for None, those of no theme last) as quotes, in a house style.

        Columns: theme, code, informant, label, quote, printed, document, turn, start, end, coding, stance, coder. `at`:
        the codes and themes of then (see `codings`).
        """
        return exporting.quotes(
            self._material(at), theme_or_code, per_informant=per_informant, style=style, where=where
        )

    def export(
        self,
        path: str | Path,
        *,
        table: str | pd.DataFrame | Diff | None = None,
        style: str = "ntnu",
        source: bool = False,
        dialect: Literal["csv", "csv-excel"] = "csv",
        language: str = "nb",
    ) -> Path:
        """Write a file, by its ending: .csv .parquet .json .jsonl a table, .xlsx a workbook, .docx and .md quotes.

        `table` says which: codings (the default), codes, code_informants, similar_codes, to_reread, themes,
        frequencies, matrix, cooccurrence, balance, quotes, documents, informants, memos, history or versions, or a
        DataFrame such as `frequencies(by="group")` gives, or what `diff` answers (notes as .docx and .md, in
        `language`; else its frame); left out, a file named after one (frequencies.csv) is that one. `source` puts
        document and turn under each quote, for working copies. Raises ExportError; what stood at `path` then still
        stands.
        """
        if isinstance(table, Diff):
            return exporting.export_diff(table, Path(path), self.moment(), dialect=dialect, language=language)
        asked = exporting.Source(
            tables={
                "codings": self.codings,
                "codes": self.codes,
                "code_informants": self.code_informants,
                "similar_codes": self.similar_codes,
                "to_reread": self.to_reread,
                "themes": self.themes,
                "frequencies": self.frequencies,
                "matrix": lambda: self.matrix("theme", "informant"),
                "cooccurrence": self.cooccurrence,
                "balance": self.balance,
                "documents": self.documents,
                "informants": self.informants,
                "memos": self.memos,
                "history": self.history,
                "versions": self.versions,
            },
            quotes=lambda label: self.quotes(style=label),
            text=self._material().text,
            moment=self.moment(),
        )
        return exporting.export(asked, Path(path), table=table, style=style, places=source, dialect=dialect)

    def history(self, since: str | datetime | None = None) -> pd.DataFrame:
        """The log as people read it, one row a step: step, at, coder, what, n, why, present, on."""
        return self._read(lambda connection: history.history(connection, since))

    def check(self, tip: str | None = None) -> check.CheckReport:
        """Verify the whole project: the log's hashes, every text and quotation, and the tables against the log.

        `tip` is the fingerprint of an earlier check, which must still be included.
        """
        return self._read(lambda connection: check.check(connection, tip=tip))

    def backup(self, folder: str | Path) -> Path:
        """Write a checked copy of the project file into a folder. Answers its path."""
        return backup.backup(self._store, folder)

    def moment(self) -> datetime:
        """When the last event was written: the date every export carries, so that the same project gives the same
        bytes."""
        return self._read(read.last_moment)
