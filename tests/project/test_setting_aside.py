"""A pair set aside is out of sight until there is news, or for good; nothing of it is lost, and all can be undone."""

from __future__ import annotations

import pandas as pd
import pytest

import qualkit as qk

PAIR = ("Tid", "Tida")


@pytest.fixture
def study(project: qk.Project) -> qk.Project:
    """Tid and Tida, of nearly one name, each used once in another passage; and Uklarhet."""
    project.add_code("Tida", coder="AK")
    project.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="MB")
    project.code("R1.1", "Jeg tok det sjøl", as_="Tida", coder="AK")
    return project


def pairs(project: qk.Project, **how: bool) -> list[tuple[str, str]]:
    return list(project.similar_codes(**how)[["code", "other"]].itertuples(index=False, name=None))


def test_a_suggestion_writes_nothing(study: qk.Project) -> None:
    revision = study.revision()
    frame = study.similar_codes()
    assert list(frame.columns) == [
        "reason", "code", "other", "why", "codings", "other_codings", "id", "other_id",
        "aside", "aside_by", "aside_at", "aside_why", "news",
    ]  # fmt: skip
    assert pairs(study) == [PAIR]
    ids = study.codings().set_index("code")["coding"]
    assert (frame["codings"][0], frame["other_codings"][0]) == (ids["Tid"], ids["Tida"])
    assert frame[["aside", "aside_by", "aside_at", "aside_why", "news"]].isna().all(axis=None)
    assert frame.attrs["footer"]["unit"] == "codings"
    assert study.revision() == revision


@pytest.mark.parametrize("until", ["news", "never"])
def test_what_is_set_aside_is_out_of_sight_and_signed(study: qk.Project, until: str) -> None:
    before = study.similar_codes()
    assert study.set_aside(("Tida", "Tid"), until=until, why="ulike meninger", coder="MB") == PAIR
    assert study.similar_codes().empty
    assert list(study.similar_codes().columns) == list(before.columns)
    (row,) = study.similar_codes(aside=True).to_dict("records")
    assert (row["code"], row["other"], row["aside"], row["aside_by"]) == (*PAIR, until, "MB")
    assert row["aside_why"] == "ulike meninger"
    last = study.history().iloc[-1]
    assert (last["what"], last["why"], last["at"]) == ("set «Tid» and «Tida» aside", "ulike meninger", row["aside_at"])
    study.undo(coder="MB")
    assert pairs(study) == [PAIR]
    study.redo(coder="MB")
    assert study.similar_codes().empty
    assert study.bring_back(PAIR, coder="AK", why="likevel") == PAIR
    assert pairs(study) == [PAIR]
    assert study.similar_codes()["aside"].isna().all()
    assert study.history().iloc[-1]["what"] == "brought «Tid» and «Tida» back"
    study.undo(coder="AK")
    assert study.similar_codes().empty
    assert study.check().ok


def news(project: qk.Project) -> str:
    frame = project.similar_codes()
    assert set(frame["aside"]) == {"news"}
    (said,) = set(frame["news"])
    return str(said)


def test_a_new_passage_of_either_code_brings_the_pair_back_and_says_so(study: qk.Project) -> None:
    study.set_aside(PAIR, coder="MB")
    study.code("R1.1", "Ingen spurte meg om", as_="Uklarhet", coder="MB")
    assert study.similar_codes().empty
    study.code("R1.1", "hvem som skulle ta det", as_="Tida", coder="MB")
    assert news(study) == "«Tida»: 1 new coding"
    study.code("R1.1", "tida, liksom", as_="Tida", coder="MB")
    study.redefine("Tid", definition="Det som mangler.", coder="AK")
    assert news(study) == "«Tid»: a new definition; «Tida»: 2 new codings"
    # Setting it aside anew begins anew.
    study.set_aside(PAIR, coder="AK", why="fortsatt ulike")
    assert study.similar_codes().empty
    study.undo(coder="AK")
    assert news(study) == "«Tid»: a new definition; «Tida»: 2 new codings"


def test_a_code_merged_into_one_of_them_is_news(study: qk.Project) -> None:
    study.code("R1.1", "hvem som skulle ta det", as_="Uklarhet", coder="MB")
    study.set_aside(PAIR, coder="MB")
    study.merge(["Uklarhet"], into="Tid", coder="MB")
    assert news(study) == "«Tid»: 1 code merged into it"
    study.undo(coder="MB")
    assert study.similar_codes().empty


def test_never_is_never_whatever_is_new(study: qk.Project) -> None:
    study.set_aside(PAIR, until="never", coder="MB")
    study.code("R1.1", "hvem som skulle ta det", as_="Tida", coder="MB")
    study.redefine("Tid", definition="Det som mangler.", coder="AK")
    assert study.similar_codes().empty
    (row,) = study.similar_codes(aside=True).to_dict("records")
    assert row["news"] == "«Tid»: a new definition; «Tida»: 1 new coding"


def test_a_new_name_or_colour_is_no_news(study: qk.Project) -> None:
    study.set_aside(PAIR, coder="MB")
    study.redefine("Tid", colour="#366E8F", coder="MB")
    study.rename("Tid", "Tids", coder="MB")
    assert study.similar_codes().empty
    assert pairs(study, aside=True) == [("Tida", "Tids")]


def test_two_codes_that_nothing_suggests_can_be_set_aside_and_found_again(study: qk.Project) -> None:
    study.set_aside(("Uklarhet", "Tid"), coder="MB", why="valgt av oss")
    assert pairs(study) == [PAIR]
    last = study.similar_codes(aside=True).iloc[-1]
    assert (last["code"], last["other"], last["aside_why"]) == ("Tid", "Uklarhet", "valgt av oss")
    assert pd.isna(last["reason"])
    study.bring_back(("Tid", "Uklarhet"), coder="AK")
    assert pairs(study, aside=True) == [PAIR]


def test_a_pair_of_which_one_is_merged_away_is_no_pair_until_it_comes_apart(study: qk.Project) -> None:
    study.set_aside(PAIR, until="never", coder="MB")
    study.merge(["Tida"], into="Uklarhet", coder="AK")
    assert study.similar_codes(aside=True).empty
    study.undo(coder="AK")
    assert pairs(study, aside=True) == [PAIR]
    assert pairs(study) == []


def test_codes_are_named_as_anywhere_else(study: qk.Project) -> None:
    study.add_code("Ro", parent="Uklarhet", coder="MB")
    tid = study.codebook().find("Tid")
    assert study.set_aside((tid, "uklarhet > ro"), coder="MB") == ("Tid", "Uklarhet > Ro")
    assert study.bring_back([study.codebook().find("Ro").id, tid.id], coder="MB") == ("Tid", "Uklarhet > Ro")


@pytest.mark.parametrize(
    ("what", "how", "error", "said"),
    [
        ("Tid", {}, qk.InputError, "a pair of codes"),
        (("Tid",), {}, qk.InputError, "a pair of codes"),
        (("Tid", "Tida", "Uklarhet"), {}, qk.InputError, "a pair of codes"),
        ((1, 2), {}, qk.InputError, "a pair of codes"),
        (7, {}, qk.InputError, "a pair of codes"),
        (("Tid", "tid"), {}, qk.InputError, "is one code, not a pair"),
        (("Tid", "Tidd"), {}, qk.UnknownNameError, "There is no code «Tidd»"),
        (PAIR, {"until": "i morgen"}, qk.InputError, "until news or never"),
        (PAIR, {"coder": ""}, qk.InputError, "Say who"),
    ],
)
def test_what_is_no_pair_is_refused_and_nothing_is_written(
    study: qk.Project, what: object, how: dict[str, str], error: type[qk.QualkitError], said: str
) -> None:
    revision = study.revision()
    with pytest.raises(error, match=said):
        study.set_aside(what, **{"coder": "MB", **how})  # type: ignore[arg-type]  # wrong on purpose
    assert study.revision() == revision


def test_what_is_not_set_aside_cannot_be_brought_back(study: qk.Project) -> None:
    with pytest.raises(qk.RefusedError, match="«Tid» and «Tida» are not set aside"):
        study.bring_back(PAIR, coder="MB")
    study.set_aside(PAIR, coder="MB", preview=True)
    with pytest.raises(qk.RefusedError, match="not set aside"):
        study.bring_back(PAIR, coder="MB")


def test_a_pair_leans_on_its_codes(study: qk.Project) -> None:
    study.add_code("Tids", coder="AK")
    step = study.history().iloc[-1]["step"]
    study.set_aside(("Tid", "Tids"), coder="MB")
    with pytest.raises(qk.DependantsError, match="set «Tid» and «Tids» aside"):
        study.undo(step=step, coder="AK")
    study.undo(step=step, coder="AK", with_dependants=True)
    assert pairs(study, aside=True) == [PAIR]
