"""A tiny study in which every cell of every table is worked out by hand.

intervju 1 (nb)      1 I     Hva betyr tid?
                     2 S1    Vi har for lite tid.               5 words
                     3 R1    Tid og tillit henger sammen.       5 words (then a Lærer)
                     4 –     Ja, det stemmer.                   nobody knows who
intervju 2 (nn)      1 R2    Me treng meir tid og støtte.       6 words
                     2 Va    Støtte kjem frå rettleiaren.       4 words
intervju 3 (nb)      1 I     Og nå?
                     2 R1    Nå har vi god tid.                 5 words (now a Skoleleder)
lov (annet, nb)      1 –     Skoleeier skal sørge for kompetanse.

      coded words             code        coder  who               why it is here
c1    for lite tid            Tid         MB     S1
c2    lite tid.               Tid         MB     S1                the same code twice on overlapping words
c3    for lite tid            Tid         AK     S1                two coders on the same words
c4    tid.|Tid og tillit      Tillit      MB     S1, R1 as Lærer   a passage across two speakers
c5    Hva betyr tid?          Tid         MB     (I)               the interviewer only: never counts
c6    det stemmer             Støtte      MB     nobody            a turn with informant None
c7    meir tid og støtte      Ressurser   MB     R2                the code above Tid; prompted
c8    støtte.|Støtte kjem     Støtte      AK     R2, Va            two speakers, and Støtte serves two themes
c9    god tid                 Tid         MB     R1 as Skoleleder  the role has changed
c10   sørge for kompetanse    Tid         MB     nobody, in annet  never counts
c11   tid?|Vi har             Støtte      AK     (I,) S1           the interviewer is left out beside S1

kapasitet = Ressurser, Tid (twice over) · kontinuitet = Støtte, Tillit · kommunikasjon = Støtte
F3 (Statsforvalter, group 3) is registered and has no document: role and group were not asked.
Base: S1, R1, R2, Va = 4 informants in 3 documents; 9 codings count.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from tables_study import Person, Study

from qualkit.errors import UnknownNameError
from qualkit.tables import Material, balance, codings_frame, cooccurrence, frequencies, matrix

NA = None  # in the expected tables: <NA>


@pytest.fixture(scope="module")
def study() -> Material:
    study = Study(
        [
            Person("I", "intervjuer"),
            Person("S1", "Skoleeier", "1", "stor"),
            Person("R1", "Skoleleder", "1", "stor", roles={"intervju 1": "Lærer"}),
            Person("R2", "Skoleleder", "2", "liten"),
            Person("Va", "Veileder"),
            Person("F3", "Statsforvalter", "3", "liten"),
        ]
    )
    study.document(
        "intervju 1",
        ("I", "Hva betyr tid?"),
        ("S1", "Vi har for lite tid."),
        ("R1", "Tid og tillit henger sammen."),
        (None, "Ja, det stemmer."),
    )
    study.document(
        "intervju 2",
        ("R2", "Me treng meir tid og støtte."),
        ("Va", "Støtte kjem frå rettleiaren."),
        kind="gruppe",
        language="nn",
    )
    study.document("intervju 3", ("I", "Og nå?"), ("R1", "Nå har vi god tid."))
    study.document("lov", (None, "Skoleeier skal sørge for kompetanse."), kind="annet")
    study.code("c1", "intervju 1", "for lite tid", "k2")
    study.code("c2", "intervju 1", "lite tid.", "k2", stance="utfordring")
    study.code("c3", "intervju 1", "for lite tid", "k2", "AK")
    study.code("c4", "intervju 1", "tid.\nTid og tillit", "k4")
    study.code("c5", "intervju 1", "Hva betyr tid?", "k2")
    study.code("c6", "intervju 1", "det stemmer", "k3")
    study.code("c7", "intervju 2", "meir tid og støtte", "k1", prompted=True)
    study.code("c8", "intervju 2", "støtte.\nStøtte kjem", "k3", "AK", stance="positiv")
    study.code("c9", "intervju 3", "god tid", "k2", stance="positiv", prompted=False)
    study.code("c10", "lov", "sørge for kompetanse", "k2")
    study.code("c11", "intervju 1", "tid?\nVi har", "k3", "AK")
    return study.material


def cells(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a table, <NA> as None."""
    return [tuple(None if value is pd.NA else value for value in row) for row in table.itertuples(index=False)]


def wide(table: pd.DataFrame) -> dict[str, list[Any]]:
    """The rows of a wide table by label, <NA> as None."""
    return dict(zip(table.index, map(list, cells(table)), strict=True))


def test_informants_by_role(study: Material) -> None:
    table = frequencies(study)

    # R1 spoke as Lærer in intervju 1 and as Skoleleder in intervju 3, and is in the base of both.
    assert cells(table) == [
        ("kapasitet", "Lærer", 0, 1),  # R1 said nothing about it as Lærer
        ("kapasitet", "Skoleeier", 1, 1),  # S1: c1–c3
        ("kapasitet", "Skoleleder", 2, 2),  # R2: c7, R1: c9
        ("kapasitet", "Statsforvalter", NA, 0),  # not asked
        ("kapasitet", "Veileder", 0, 1),
        ("kapasitet", NA, 0, 0),  # nothing of nobody's here, but there is in the table, so every theme has the row
        ("kontinuitet", "Lærer", 1, 1),  # R1's part of c4
        ("kontinuitet", "Skoleeier", 1, 1),  # S1: c4, c11
        ("kontinuitet", "Skoleleder", 1, 2),  # R2's part of c8
        ("kontinuitet", "Statsforvalter", NA, 0),
        ("kontinuitet", "Veileder", 1, 1),  # Va's part of c8
        ("kontinuitet", NA, 0, 0),  # c6 is there, and is nobody's
        ("kommunikasjon", "Lærer", 0, 1),
        ("kommunikasjon", "Skoleeier", 1, 1),  # c11
        ("kommunikasjon", "Skoleleder", 1, 2),  # c8
        ("kommunikasjon", "Statsforvalter", NA, 0),
        ("kommunikasjon", "Veileder", 1, 1),  # c8
        ("kommunikasjon", NA, 0, 0),  # c6
    ]
    assert table.dtypes.astype(str).to_dict() == {"theme": "string", "role": "string", "n": "Int64", "of": "int64"}


def test_codings_by_role(study: Material) -> None:
    table = frequencies(study, unit="codings")

    assert list(table.columns) == ["theme", "role", "n", "of"]
    assert [row[2] for row in cells(table)] == [
        *(0, 3, 2, NA, 0, 0),  # kapasitet: c1 c2 c3 (two coders are two) · c7 c9; Tid counts once, serving twice
        *(1, 2, 1, NA, 1, 1),  # kontinuitet: c4 · c4 c11 · c8 · – · c8 · and c6 in its own row
        *(0, 1, 1, NA, 1, 1),  # kommunikasjon: – · c11 · c8 · – · c8 · c6
    ]


def test_words_by_role(study: Material) -> None:
    table = frequencies(study, unit="words")

    assert [row[2] for row in cells(table)] == [
        *(0, 3, 6, NA, 0, 0),  # for lite tid. (once, in c1 c2 c3) · meir tid og støtte. + god tid.
        *(3, 3, 1, NA, 2, 2),  # Tid og tillit · tid. + Vi har · støtte. · – · Støtte kjem · det stemmer.
        *(0, 2, 1, NA, 2, 2),  # – · Vi har · støtte. · – · Støtte kjem · det stemmer.
    ]


def test_codings_by_code_roll_up_what_lies_below(study: Material) -> None:
    table = frequencies(study, of="code", unit="codings")

    assert list(dict.fromkeys(table["code"])) == ["Ressurser", "Ressurser > Tid", "Støtte", "Tillit"]
    assert [row[2] for row in cells(table)] == [
        *(0, 3, 2, NA, 0, 0),  # Ressurser: c1 c2 c3 · c7 c9
        *(0, 3, 1, NA, 0, 0),  # Ressurser > Tid: c1 c2 c3 · c9
        *(0, 1, 1, NA, 1, 1),  # Støtte: c11 · c8 · – · c8 · c6
        *(1, 1, 0, NA, 0, 0),  # Tillit: c4 · c4
    ]


def test_informants_by_group_with_those_of_no_group_last(study: Material) -> None:
    table = frequencies(study, by="group")

    assert cells(table) == [
        ("kapasitet", "1", 2, 2),  # S1, R1
        ("kapasitet", "2", 1, 1),  # R2
        ("kapasitet", "3", NA, 0),  # a group never asked
        ("kapasitet", "–", 0, 1),  # Va belongs to no group
        ("kapasitet", NA, 0, 0),
        ("kontinuitet", "1", 2, 2),  # S1, R1
        ("kontinuitet", "2", 1, 1),
        ("kontinuitet", "3", NA, 0),
        ("kontinuitet", "–", 1, 1),
        ("kontinuitet", NA, 0, 0),
        ("kommunikasjon", "1", 1, 2),  # S1
        ("kommunikasjon", "2", 1, 1),
        ("kommunikasjon", "3", NA, 0),
        ("kommunikasjon", "–", 1, 1),
        ("kommunikasjon", NA, 0, 0),
    ]


def test_codings_by_informant(study: Material) -> None:
    table = frequencies(study, by="informant", unit="codings")

    assert list(table["informant"][:5]) == ["F3", "R1", "R2", "S1", "Va"]
    assert [row[2:] for row in cells(table)] == [
        *((NA, 0), (1, 1), (1, 1), (3, 1), (0, 1), (0, 0)),  # – · c9 · c7 · c1 c2 c3 · –
        *((NA, 0), (1, 1), (1, 1), (2, 1), (1, 1), (1, 0)),  # – · c4 · c8 · c4 c11 · c8 · nobody: c6
        *((NA, 0), (0, 1), (1, 1), (1, 1), (1, 1), (1, 0)),  # – · – · c8 · c11 · c8 · nobody: c6
    ]


def test_by_attribute_of_informants_and_of_documents(study: Material) -> None:
    by_size = frequencies(study, by="størrelse")
    by_language = frequencies(study, by="language", unit="codings")

    # liten: R2 (F3 has no document) · stor: S1, R1 · –: Va
    assert [row[1:] for row in cells(by_size)][:3] == [("liten", 1, 1), ("stor", 2, 2), ("–", 0, 1)]
    assert cells(by_language) == [
        ("kapasitet", "nb", 4, 2),  # c1 c2 c3 c9 by S1 and R1; c10 stands in annet
        ("kapasitet", "nn", 1, 2),  # c7
        ("kapasitet", NA, 0, 0),
        ("kontinuitet", "nb", 2, 2),  # c4 c11; c6 has its own row
        ("kontinuitet", "nn", 1, 2),  # c8
        ("kontinuitet", NA, 1, 0),
        ("kommunikasjon", "nb", 1, 2),  # c11
        ("kommunikasjon", "nn", 1, 2),  # c8
        ("kommunikasjon", NA, 1, 0),
    ]


def test_filters_on_people_and_documents_restrict_the_base_too(study: Material) -> None:
    leaders = frequencies(study, unit="codings", where={"role": "Skoleleder"})
    bokmål = frequencies(study, of="code", where={"language": "nb"})

    # Only the leaders' part of c8 counts, so Veileder was not asked here, and nothing is nobody's.
    assert [row[2:] for row in cells(leaders)] == [
        *((NA, 0), (NA, 0), (2, 2), (NA, 0), (NA, 0)),
        *((NA, 0), (NA, 0), (1, 2), (NA, 0), (NA, 0)),
        *((NA, 0), (NA, 0), (1, 2), (NA, 0), (NA, 0)),
    ]
    # intervju 1 and 3: Skoleleder is R1 alone (c9), R2 is not in it.
    assert cells(bokmål)[:5] == [
        ("Ressurser", "Lærer", 0, 1),
        ("Ressurser", "Skoleeier", 1, 1),
        ("Ressurser", "Skoleleder", 1, 1),
        ("Ressurser", "Statsforvalter", NA, 0),
        ("Ressurser", "Veileder", NA, 0),
    ]


@pytest.mark.parametrize(
    ("where", "kapasitet"),
    [
        ({"coder": "AK"}, [0, 1, 0, NA, 0]),  # c3
        ({"coder": ["AK", "MB"]}, [0, 3, 2, NA, 0]),
        ({"code": "Tid"}, [0, 3, 1, NA, 0]),  # c1 c2 c3 · c9
        ({"code": "Ressurser > Tid"}, [0, 3, 1, NA, 0]),
        ({"code": "k1"}, [0, 3, 2, NA, 0]),  # and Tid below it
        ({"theme": "kontinuitet"}, [0, 0, 0, NA, 0]),
        ({"theme": "t1"}, [0, 3, 2, NA, 0]),
        ({"stance": "positiv"}, [0, 0, 1, NA, 0]),  # c9
        ({"stance": "–"}, [0, 2, 1, NA, 0]),  # c1 c3 · c7
        ({"prompted": True}, [0, 0, 1, NA, 0]),  # c7
        ({"prompted": False}, [0, 0, 1, NA, 0]),  # c9
        ({"prompted": None}, [0, 3, 0, NA, 0]),
    ],
)
def test_filters_on_codings_leave_the_base_alone(study: Material, where: dict[str, Any], kapasitet: list[Any]) -> None:
    table = frequencies(study, unit="codings", where=where)

    assert [row[2] for row in cells(table)][:5] == kapasitet
    assert list(table["of"][:5]) == [1, 1, 2, 0, 1]


def test_theme_by_role_side_by_side(study: Material) -> None:
    table = matrix(study, "theme", "role")

    assert (table.index.name, table.columns.name) == ("theme", "role")
    roles = ["Lærer", "Skoleeier", "Skoleleder", "Statsforvalter", "Veileder"]
    assert list(table.columns[:5]) == roles
    assert table.columns[5] is pd.NA  # no informant: a column of its own
    assert list(table.columns[6:]) == ["n", "of"]
    assert wide(table) == {
        "kapasitet": [0, 3, 2, NA, 0, 0, 5, 4],  # c1 c2 c3 c7 c9
        "kontinuitet": [1, 2, 1, NA, 1, 1, 4, 4],  # c4 (in two cells) c6 (nobody's) c8 (in two) c11
        "kommunikasjon": [0, 1, 1, NA, 1, 1, 3, 4],  # c6 (nobody's) c8 (in two) c11
    }
    assert set(table.dtypes.astype(str)[:-1]) == {"Int64"}


def test_role_by_theme(study: Material) -> None:
    assert wide(matrix(study, "role", "theme")) == {
        "Lærer": [0, 1, 0, 1, 1],  # c4
        "Skoleeier": [3, 2, 1, 5, 1],  # c1 c2 c3 · c4 c11 · c11
        "Skoleleder": [2, 1, 1, 3, 2],  # c7 c9 · c8 · c8
        "Statsforvalter": [NA, NA, NA, NA, 0],
        "Veileder": [0, 1, 1, 1, 1],  # c8
        pd.NA: [0, 1, 1, 1, 0],  # c6, nobody's
    }
    assert wide(matrix(study, "role", "theme", unit="words")) == {
        "Lærer": [0, 3, 0, 3, 1],  # Tid og tillit
        "Skoleeier": [3, 3, 2, 5, 1],  # for lite tid. · tid. + Vi har · Vi har · all five
        "Skoleleder": [6, 1, 1, 6, 2],  # meir tid og støtte. god tid. · støtte.
        "Statsforvalter": [NA, NA, NA, NA, 0],
        "Veileder": [0, 2, 2, 2, 1],
        pd.NA: [0, 2, 2, 2, 0],  # det stemmer.
    }
    by_persons = wide(matrix(study, "role", "theme", unit="informants"))
    assert by_persons["Skoleleder"] == [2, 1, 1, 2, 2]
    assert by_persons[pd.NA] == [0, 0, 0, 0, 0]  # c6 is there, and is no informant's


def test_what_nobody_said_has_its_own_row_and_column_of_any_two_sides(study: Material) -> None:
    # c6 meets itself only; group 3 was not asked, and no number of nobody's is put in its row.
    table = wide(matrix(study, "group", "role"))
    assert table[pd.NA] == [0, 0, 0, NA, 0, 1, 1, 0]
    assert table["3"] == [NA, NA, NA, NA, NA, NA, NA, 0]
    assert [row[-3] for row in table.values()] == [0, 0, NA, 0, 1]
    by_size = wide(matrix(study, "størrelse", "document"))
    assert by_size[pd.NA] == [1, 0, 0, 1, 0]  # c6 in intervju 1


@pytest.mark.parametrize("side", ["role", "group", "informant", "størrelse"])
@pytest.mark.parametrize("where", [{"language": "nn"}, {"role": "Skoleeier"}, {"code": "Tid"}])
def test_there_is_no_label_for_nobody_where_nobody_is_coded(study: Material, side: str, where: dict[str, Any]) -> None:
    table = matrix(study, "theme", side, where=where)
    assert not table.columns.isna().any()
    assert not matrix(study, side, "theme", where=where).index.isna().any()
    assert not frequencies(study, by=side, where=where)[side].isna().any()


def test_no_sum_drops_silently(study: Material) -> None:
    table = matrix(study, "informant", "code")
    own = table.loc[:, ["Tillit", "Støtte", "Ressurser"]].sum(axis=1)
    assert list(own) == list(table["n"].fillna(0))
    # 9 codings count; c4 and c8 have two informants each.
    assert table["n"].sum() == 9 + 2


def test_documents_are_read_even_where_nobody_is_known(study: Material) -> None:
    # lov is annet and has no row; c6 counts in intervju 1 though it is nobody's.
    assert wide(matrix(study, "document", "theme")) == {
        "intervju 1": [3, 3, 2, 6, 2],  # c1 c2 c3 · c4 c6 c11 · c6 c11
        "intervju 2": [1, 1, 1, 2, 2],  # c7 · c8 · c8
        "intervju 3": [1, 0, 0, 1, 1],  # c9
    }
    assert wide(matrix(study, "document", "theme", where={"document": "intervju 2"}))["intervju 1"] == [NA] * 4 + [0]


def test_people_against_documents(study: Material) -> None:
    assert wide(matrix(study, "informant", "document")) == {
        "F3": [NA, NA, NA, NA, 0],
        "R1": [1, NA, 1, 2, 1],  # c4 · not there · c9
        "R2": [NA, 2, NA, 2, 1],  # c7 c8
        "S1": [5, NA, NA, 5, 1],  # c1 c2 c3 c4 c11
        "Va": [NA, 1, NA, 1, 1],  # c8
        pd.NA: [1, 0, 0, 1, 0],  # c6
    }


def test_codes_by_coder_and_themes_by_stance(study: Material) -> None:
    assert wide(matrix(study, "code", "coder")) == {
        "Ressurser": [1, 4, 5, 4],  # AK: c3 · MB: c1 c2 c7 c9
        "Ressurser > Tid": [1, 3, 4, 4],  # c3 · c1 c2 c9
        "Støtte": [2, 1, 3, 4],  # c8 c11 · c6
        "Tillit": [0, 1, 1, 4],  # c4
    }
    assert list(matrix(study, "theme", "stance").columns) == ["utfordring", "positiv", "begge", "–", "n", "of"]
    assert wide(matrix(study, "theme", "stance")) == {
        "kapasitet": [1, 1, 0, 3, 5, 4],  # c2 · c9 · – · c1 c3 c7
        "kontinuitet": [0, 1, 0, 3, 4, 4],  # c8 · c4 c6 c11
        "kommunikasjon": [0, 1, 0, 2, 3, 4],  # c8 · c6 c11
    }


def test_codes_that_stand_on_the_same_words(study: Material) -> None:
    table = cooccurrence(study)

    # c1 c2 c3 meet each other (3 pairs) and c4 at «tid» (3 pairs); c7 meets c8 at «støtte». c5 would meet c11, but
    # never counts; c11 ends where c1 has not yet begun. A pair of two Tid is a pair of Tid and Ressurser, once.
    assert wide(table) == {
        "Ressurser": [5, 3, 1, 3],
        "Ressurser > Tid": [3, 4, 0, 3],
        "Støtte": [1, 0, 3, 0],
        "Tillit": [3, 3, 0, 1],
    }
    assert (table.index.name, table.columns.name) == ("code", "code")


def test_themes_that_stand_on_the_same_words(study: Material) -> None:
    assert wide(cooccurrence(study, of="theme")) == {
        "kapasitet": [5, 4, 1],  # with kontinuitet: c1 c2 c3 × c4, c7 × c8; with kommunikasjon: c7 × c8
        "kontinuitet": [4, 4, 3],  # with kommunikasjon: c6, c8 and c11 serve both
        "kommunikasjon": [1, 3, 3],
    }


def test_who_has_been_heard(study: Material) -> None:
    table = balance(study)

    assert list(table.columns) == [
        *("informant", "role", "group", "documents", "words", "share", "codings", "coded_words", "themes", "of"),
    ]
    assert cells(table) == [
        # R1: 5 + 5 of 25 words; c4 c9; Tid og tillit + god tid.; kontinuitet, kapasitet
        ("R1", "Lærer; Skoleleder", "1", 2, 10, 0.4, 2, 5, 2, 3),
        # R2: c7 c8; meir tid og støtte. (støtte. only once); all three
        ("R2", "Skoleleder", "2", 1, 6, 0.24, 2, 4, 3, 3),
        # S1: c1 c2 c3 c4 c11; Vi har for lite tid.; all three
        ("S1", "Skoleeier", "1", 1, 5, 0.2, 5, 5, 3, 3),
        # Va: c8; Støtte kjem; kontinuitet, kommunikasjon
        ("Va", "Veileder", NA, 1, 4, 0.16, 1, 2, 2, 3),
    ]


def test_every_coding_as_a_row_in_reading_order(study: Material) -> None:
    frame = codings_frame(study)

    assert ",".join(frame.columns) == (
        "coding,document,informant,role,group,turn,start,end,text,code,code_path,theme,stance,prompted,coder,at"
    )
    assert [row[:9] for row in cells(frame)] == [
        ("c5", "intervju 1", "I", "intervjuer", NA, 1, 0, 14, "Hva betyr tid?"),
        ("c11", "intervju 1", "S1", "Skoleeier", "1", 1, 10, 21, "tid?\nVi har"),  # begins in the interviewer's turn
        ("c3", "intervju 1", "S1", "Skoleeier", "1", 2, 22, 34, "for lite tid"),  # AK before MB
        ("c1", "intervju 1", "S1", "Skoleeier", "1", 2, 22, 34, "for lite tid"),
        ("c2", "intervju 1", "S1", "Skoleeier", "1", 2, 26, 35, "lite tid."),
        ("c4", "intervju 1", "R1; S1", "Lærer; Skoleeier", "1", 2, 31, 49, "tid.\nTid og tillit"),
        ("c6", "intervju 1", NA, NA, NA, 4, 69, 80, "det stemmer"),
        ("c7", "intervju 2", "R2", "Skoleleder", "2", 1, 9, 27, "meir tid og støtte"),
        ("c8", "intervju 2", "R2; Va", "Skoleleder; Veileder", "2", 1, 21, 40, "støtte.\nStøtte kjem"),
        ("c9", "intervju 3", "R1", "Skoleleder", "1", 2, 17, 24, "god tid"),
        ("c10", "lov", NA, NA, NA, 1, 15, 35, "sørge for kompetanse"),
    ]
    assert [row[9:15] for row in cells(frame)][-4:] == [
        ("Ressurser", "Ressurser", "kapasitet", NA, True, "MB"),
        ("Støtte", "Støtte", "kommunikasjon; kontinuitet", "positiv", NA, "AK"),
        ("Tid", "Ressurser > Tid", "kapasitet", "positiv", False, "MB"),
        ("Tid", "Ressurser > Tid", "kapasitet", NA, NA, "MB"),
    ]
    assert {str(frame[column].dtype) for column in ("turn", "start", "end")} == {"int64"}
    assert str(frame["prompted"].dtype) == "boolean"
    others = frame.columns.difference(["turn", "start", "end", "prompted"])
    assert {str(frame[column].dtype) for column in others} == {"string"}


def test_one_row_per_informant_or_theme(study: Material) -> None:
    by_informant = codings_frame(study, per="informant")
    by_theme = codings_frame(study, per="theme")

    shared = by_informant[by_informant["coding"].isin(["c4", "c6", "c8"])]
    assert cells(shared[["coding", "informant", "role", "group"]]) == [
        ("c4", "R1", "Lærer", "1"),
        ("c4", "S1", "Skoleeier", "1"),
        ("c6", NA, NA, NA),  # keeps its row
        ("c8", "R2", "Skoleleder", "2"),
        ("c8", "Va", "Veileder", NA),
    ]
    assert len(by_informant) == 11 + 2
    assert list(by_theme.loc[by_theme["coding"] == "c8", "theme"]) == ["kommunikasjon", "kontinuitet"]
    assert len(by_theme) == 11 + 3  # c6, c8 and c11 serve two themes


def test_a_frame_of_one_role_shows_whole_codings(study: Material) -> None:
    where = {"role": "Veileder"}

    assert cells(codings_frame(study, where=where)[["coding", "informant"]]) == [("c8", "R2; Va")]
    assert cells(codings_frame(study, per="informant", where=where)[["coding", "informant"]]) == [("c8", "Va")]


def test_every_table_says_what_it_was_counted_from(study: Material) -> None:
    tables = [
        frequencies(study),
        matrix(study, "theme", "role"),
        cooccurrence(study),
        balance(study),
        codings_frame(study),
    ]

    for table in tables:
        footer = table.attrs["footer"]
        assert (footer["n"], footer["documents"], footer["codings"]) == (4, 3, 9)
        assert footer["without an informant"] == 1  # c6
        assert footer["not counted"] == "1 coding in documents of kind annet; 1 coding on interviewers' words only"
        assert footer["registered without a document"] == "F3"
        assert (footer["codebook"], footer["where"]) == ("Partnerskap v01", "–")
        assert json.loads(json.dumps(footer)) == footer
    assert tables[0].attrs["footer"]["not asked"] == "Statsforvalter"
    assert tables[0].attrs["footer"]["unit"] == "informants"


def test_the_footer_names_the_filters(study: Material) -> None:
    footer = frequencies(study, where={"group": ["1", "–"], "coder": "AK"}).attrs["footer"]

    # S1, R1 and Va; c3 and c11 by S1, c8 by Va; intervju 1, 2 and 3.
    assert footer["where"] == "group = 1, –; coder = AK"
    assert (footer["n"], footer["documents"], footer["codings"]) == (3, 3, 3)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda m: frequencies(m, by="rolle"), "There is no column «rolle» here. Known: informant, role, group"),
        (lambda m: frequencies(m, by="coder"), "There is no column «coder» here"),
        (lambda m: frequencies(m, unit="ord"), "There is no unit «ord» here. Known: informants, codings, words"),
        (lambda m: frequencies(m, where={"farge": "rød"}), "theme, stance, prompted"),
        (lambda m: frequencies(m, where={"informant": "S10"}), "There is no informant «S10» here"),
        (lambda m: frequencies(m, where={"role": "Skoleledar"}), "There is no role «Skoleledar» here"),
        (lambda m: frequencies(m, where={"code": "Rom"}), "There is no code «Rom» in the codebook"),
        (lambda m: frequencies(m, where={"stance": "negativ"}), "There is no stance «negativ» here"),
        (lambda m: frequencies(m, where={"prompted": "kanskje"}), "«kanskje»"),
        (lambda m: matrix(m, "theme", "farge"), "Known: theme, code, coder, stance, informant"),
        (lambda m: cooccurrence(m, of="role"), "Known: theme, code"),
        (lambda m: codings_frame(m, per="coder"), "Known: coding, informant, theme"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_that_are(study: Material, call: Any, sentence: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        call(study)

    assert sentence in str(error.value)


def test_s1_never_matches_s10_and_spaces_do_not_matter(study: Material) -> None:
    assert frequencies(study, where={"informant": "S 1"}).attrs["footer"]["n"] == 1


def test_a_study_without_anything_gives_empty_tables() -> None:
    empty = Study([Person("S1", "Skoleeier")]).material

    assert [row[2:] for row in cells(frequencies(empty))] == [(NA, 0)] * 3
    assert list(frequencies(empty, unit="words")["of"]) == [0, 0, 0]
    assert cooccurrence(empty).to_numpy().sum() == 0
    assert len(balance(empty)) == len(codings_frame(empty)) == 0
    assert matrix(empty, "document", "theme").shape == (0, 5)
    assert wide(matrix(empty, "theme", "role"))["kapasitet"] == [NA, NA, 0]  # nothing was read


def test_a_coding_whose_code_is_not_in_the_codebook_stops_no_table() -> None:
    study = Study([Person("S1", "Skoleeier")])
    study.document("intervju 1", ("S1", "Vi har for lite tid."))
    study.code("c1", "intervju 1", "lite tid", "borte")
    study.code("c2", "intervju 1", "tid", "k2")

    assert wide(cooccurrence(study.material))["Ressurser > Tid"] == [0, 1, 0, 0]  # c2, and no pair
    assert list(frequencies(study.material, unit="codings")["n"]) == [1, 0, 0]
    assert cells(codings_frame(study.material)[["coding", "code"]]) == [("c1", NA), ("c2", "Tid")]
