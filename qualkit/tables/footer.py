"""The footer every table carries: what it was counted from, ready to print."""

from __future__ import annotations

import pandas as pd

from qualkit.language import collation_key
from qualkit.records import UNCOUNTED_KIND
from qualkit.tables.material import Material
from qualkit.tables.selection import Selection
from qualkit.tables.where import NOT_GIVEN, as_texts

Footer = dict[str, str | int]

BASE = "Informants with at least one turn in a document that counts; interviewers left out."
BASE_WHERE = "Informants with at least one turn in a document that counts, within the filters; interviewers left out."


#: Which moment's codebook it is. A version never changes; what is known of a date may grow when copies are united.
AT_VERSION = "version «{}»"
ON_DATE = "as known now of {}"

#: What a coding that is not counted stands in, or on.
IN_UNCOUNTED = "in documents of kind annet"
ON_INTERVIEWERS = "on interviewers' words only"


#: Sides, and columns, that are of codes.
CODE_SIDES = ("code", "code_path", "theme")


def put_sides(table: pd.DataFrame, *sides: str) -> None:
    """Put `attrs["sides"]` on a table of counts: the names of the sides that may have a label <NA>.

    It means no code in the codebook on a side of `CODE_SIDES`, and no informant on any other. So those who print it
    can tell these two, «not asked» and «no value given» from each other.
    """
    table.attrs["sides"] = list(sides)


def put_footer(table: pd.DataFrame, selection: Selection, *, unit: str, not_asked: list[str] | None = None) -> None:
    """Put `attrs["footer"]` on a table: an ordered dict of str to str or int, fit for JSON.

    n (informants in the base), base, documents, codings, without an informant, without a code in the codebook (only
    of an earlier codebook, or where there are any), not counted, registered without a document, not asked (groups of
    this table with base 0), codebook, where, unit.
    """
    material = selection.material
    footer: Footer = {
        "n": int(selection.base_voices["informant"].nunique()),
        "base": BASE_WHERE if selection.filters else BASE,
        "documents": int(selection.documents.sum()),
        "codings": int(selection.counted.sum()),
        "without an informant": selection.unkeyed,
        **_without_code(selection),
        "not counted": _not_counted(selection),
        "registered without a document": _listed(_without_document(selection)),
        "not asked": _listed(not_asked or []),
        "codebook": _codebook(material),
        "where": "; ".join(map(str, selection.filters)) or NOT_GIVEN,
        "unit": unit,
    }
    table.attrs["footer"] = footer


def _without_code(selection: Selection) -> Footer:
    many = int(selection.codeless.sum())
    return {"without a code in the codebook": many} if many or selection.material.moment else {}


def _codebook(material: Material) -> str:
    """`Partnerskap v01`, and of an earlier one which moment's it is."""
    name = f"{material.codebook.name} {material.codebook.version}".strip()
    if not material.moment:
        return name or NOT_GIVEN
    return f"{name} ({material.moment})" if name else material.moment


def _not_counted(selection: Selection) -> str:
    said = [
        f"{_codings(count)} {place}"
        for count, place in (
            (int(selection.uncounted.sum()), IN_UNCOUNTED),
            (int(selection.asked_only.sum()), ON_INTERVIEWERS),
        )
        if count
    ]
    return "; ".join(said) or NOT_GIVEN


def _codings(count: int) -> str:
    return f"{count} coding" if count == 1 else f"{count} codings"


def _without_document(selection: Selection) -> list[str]:
    """Registered informants who speak in no document that counts, whatever the filters."""
    material = selection.material
    kinds = dict(zip(material.documents["document"], as_texts(material.documents["kind"]), strict=True))
    counts = material.voices["document"].map(kinds) != UNCOUNTED_KIND
    heard = set(material.voices["informant"][counts])
    return sorted(set(material.registered["informant"]) - heard, key=collation_key)


def _listed(names: list[str]) -> str:
    return "; ".join(names) or NOT_GIVEN
