"""Coded passages become quotes: once each, labelled, in order."""

from typing import Any

import pandas as pd
import pytest

from qualkit.errors import InputError, UnknownNameError
from qualkit.excerpts import QUOTE_COLUMNS, quotes_frame

INFORMANTS = pd.DataFrame(
    [
        {"informant": "R1.1", "role": "Skoleleder", "name": "Tormod Vik", "interviewer": False},
        {"informant": "R2.1", "role": "Skoleleder", "interviewer": False},
        {"informant": "R2.2", "role": "Avdelingsleder", "printed_role": "Skoleleder", "interviewer": False},
        {"informant": "S1", "role": "Skoleeier", "interviewer": False},
        {"informant": "I", "role": "intervjuer", "interviewer": True},
    ]
)


def coding(**given: Any) -> dict[str, Any]:
    row = {
        "coding": "c1", "document": "r1_1", "informant": "R1.1", "turn": 2, "start": 10, "end": 20,
        "text": "vi visste i", "code": "Uklarhet", "theme": "kommunikasjon", "stance": None, "coder": "MB",
    }  # fmt: skip
    return row | given


def quotes(*rows: dict[str, Any], **options: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(coding())).astype({"turn": "int64", "start": "int64", "end": "int64"})
    return quotes_frame(frame, INFORMANTS, **options)


def test_columns_and_types_are_as_documented() -> None:
    frame = quotes(coding())
    assert tuple(frame.columns) == QUOTE_COLUMNS
    assert {str(frame[name].dtype) for name in ("turn", "start", "end")} == {"int64"}
    assert {str(frame[name].dtype) for name in QUOTE_COLUMNS if name not in ("turn", "start", "end")} == {"string"}


def test_two_coders_and_two_codes_on_the_same_words_are_one_quote() -> None:
    frame = quotes(
        coding(coding="c2", coder="AK", code="Uklarhet", stance="utfordring"),
        coding(coding="c1", coder="MB", code="Rolleforståelse"),
    )
    row = frame.iloc[0]
    assert len(frame) == 1
    assert (row["code"], row["coder"], row["coding"]) == ("Rolleforståelse; Uklarhet", "AK; MB", "c1; c2")
    assert (row["stance"], row["printed"]) == ("utfordring", "R1.1: vi visste i")


def test_a_passage_under_two_themes_is_quoted_under_both() -> None:
    frame = quotes(coding(theme="kommunikasjon; kontinuitet"), coding(coding="c2", theme="kontinuitet", code="Tillit"))
    assert frame["theme"].tolist() == ["kommunikasjon", "kontinuitet"]
    assert frame["code"].tolist() == ["Uklarhet", "Tillit; Uklarhet"]


def test_one_row_per_informant_or_theme_gives_the_same_quotes() -> None:
    whole = quotes(coding(informant="R2.1; R2.2", theme="kontinuitet; kapasitet"))
    parts = quotes(
        *(coding(informant=code, theme=theme) for code in ("R2.2", "R2.1") for theme in ("kontinuitet", "kapasitet"))
    )
    pd.testing.assert_frame_equal(whole, parts)


def test_two_speakers_share_a_label() -> None:
    both = coding(informant="R2.2; R2.1")
    assert quotes(both)["printed"].item() == "R2.1; R2.2: vi visste i"
    # R2.2 is an avdelingsleder printed as Skoleleder, and one role is said once.
    assert quotes(both, style="afi")["printed"].item() == "vi visste i (Skoleleder)"


def test_the_role_is_the_one_of_that_day() -> None:
    people = pd.DataFrame(
        [
            {"document": "var", "informant": "R1.1", "role": "Lærer"},
            {"document": "host", "informant": "R1.1", "role": "Skoleleder"},
        ]
    )
    codings = pd.DataFrame([coding(document="var"), coding(document="host")])
    assert quotes_frame(codings, people, style="afi")["label"].tolist() == ["Skoleleder", "Lærer"]


def test_names_of_people_are_in_no_column() -> None:
    assert "Tormod" not in quotes(coding(), style="afi").to_csv()


def test_an_interviewer_is_quoted_only_with_somebody_else() -> None:
    frame = quotes(coding(informant="I", start=1, end=4), coding(informant="I", coding="c2"), coding(informant="S1"))
    assert frame["informant"].tolist() == ["S1"]
    assert frame.attrs["footer"]["not quoted (interviewer only)"] == 1


def test_a_passage_with_no_informant_stands_without_a_label() -> None:
    frame = quotes(coding(informant=None))
    assert frame["printed"].item() == "vi visste i"
    assert frame["informant"].isna().item()


def test_themes_stand_in_the_order_given_and_passages_of_none_last() -> None:
    rows = [coding(theme=theme) for theme in (None, "Å være", "kapasitet", "kontinuitet", "kommunikasjon")]
    frame = quotes(*rows, order=["kommunikasjon", "kontinuitet"])
    assert frame["theme"].fillna("–").tolist() == ["kommunikasjon", "kontinuitet", "kapasitet", "Å være", "–"]


def test_quotes_stand_by_document_and_place() -> None:
    rows = [coding(document=name, start=start) for name in ("r10", "r2") for start in (8, 3)]
    frame = quotes(*rows)
    assert list(zip(frame["document"], frame["start"], strict=True)) == [("r2", 3), ("r2", 8), ("r10", 3), ("r10", 8)]


def test_per_informant_keeps_stances_then_the_longest_but_not_their_order() -> None:
    rows = [
        coding(coding="lang", start=0, end=90),
        coding(coding="kort", start=100, end=110),
        coding(coding="syn", start=200, end=205, stance="positiv"),
        coding(coding="annen", informant="S1", start=300, end=301),
        coding(coding="lengst", theme="kapasitet", start=400, end=600),
    ]
    assert quotes(*rows, per_informant=2)["coding"].tolist() == ["lengst", "lang", "syn", "annen"]
    assert quotes(*rows, per_informant=1)["coding"].tolist() == ["lengst", "syn", "annen"]


def test_the_footer_says_what_was_left_out() -> None:
    assert quotes(coding()).attrs["footer"] == {"style": "ntnu", "quotes": 1}
    assert quotes(coding(), per_informant=1).attrs["footer"]["at most per informant and theme"] == 1


def test_a_coding_of_the_interviewers_under_two_themes_is_left_out_once() -> None:
    own = coding(informant="I", coding="c9", start=1, end=4, theme="kapasitet; kommunikasjon")
    assert quotes(own, coding()).attrs["footer"]["not quoted (interviewer only)"] == 1
    assert quotes(own, own | {"coding": "c8", "coder": "AK"}).attrs["footer"]["not quoted (interviewer only)"] == 2


@pytest.mark.parametrize("most", [0, -1])
def test_at_most_none_of_each_informant_is_refused_in_a_sentence(most: int) -> None:
    with pytest.raises(InputError, match=f"per_informant is {most}. Give 1 or more; leave it out for every passage."):
        quotes(coding(), per_informant=most)


def test_a_shared_passage_counts_for_each_of_its_speakers() -> None:
    rows = [
        coding(coding="felles", informant="R2.1; R2.2", start=0, end=50),
        coding(coding="egen", informant="R2.1", start=60, end=70),
        coding(coding="annen", informant="S1", start=80, end=90),
    ]
    assert quotes(*rows, per_informant=1)["coding"].tolist() == ["felles", "annen"]


def test_no_codings_give_no_quotes() -> None:
    assert quotes().shape == (0, len(QUOTE_COLUMNS))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UnknownNameError, match="no column «stance»"):
        quotes_frame(pd.DataFrame([coding()]).drop(columns="stance"), INFORMANTS)
    with pytest.raises(UnknownNameError, match="no column «informant»"):
        quotes_frame(pd.DataFrame([coding()]), pd.DataFrame({"code": ["S1"]}))
