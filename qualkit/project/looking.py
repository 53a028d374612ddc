"""What there is to look at again: who each code stands on, documents to reread, codes that are near each other."""

from __future__ import annotations

import pandas as pd

from qualkit import tables
from qualkit.project import aside as asides
from qualkit.project import rereading
from qualkit.project.base import ProjectBase, person
from qualkit.tables.where import Where


class Looking(ProjectBase):
    """The readings from which a team decides what to read again, and which codes to put side by side."""

    def code_informants(self, *, where: Where | None = None) -> pd.DataFrame:
        """Whom each code stands on, one row per code: code (path), id, informants, roles, groups (joined by `; `), n
        (informants), of (the base), codings. Descendants are rolled up."""
        return tables.code_informants(self._material(), where=where)

    def to_reread(self, *, coder: str | None = None) -> pd.DataFrame:
        """The codes never looked for in a document since they came or last changed; one row per document and code.

        document, informants, code (path), id, change (new, split, redefined, revived), changed (when), by, why,
        coded_under (the newest version at the last coding, <NA> for none), last_coded, last_read, coders (of the
        document), codings (of the code in it). A document leaves the list when somebody marks it read, a code when it
        is used there anew. `coder` is for one person's own coding and reading.
        """
        material = self._material()
        who = None if coder is None else person(coder)
        return self._read(lambda connection: rereading.listed(connection, material, who))

    def similar_codes(self, *, aside: bool = False) -> pd.DataFrame:
        """Pairs of codes worth a look before merging, one row per pair and reason; nothing is written.

        reason (passages, words, spelling, informants), code, other (paths), why (a sentence), codings, other_codings
        (ids of passages it rests on), id, other_id, and of a pair that was set aside: aside (until when), aside_by,
        aside_at, aside_why, news (what has come since). By reason, then in collation order; never ranked. `aside=True`
        shows the pairs that are set aside as well.
        """
        similar = tables.similar_codes(self._material())
        return self._read(lambda connection: asides.with_asides(connection, similar, aside=aside))
