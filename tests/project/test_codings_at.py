"""The codings of today under the codebook of then: read, counted and quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualkit as qk
from qualkit.store.events import Draft

TIDA, SPURTE, TOK = "Det er tida, liksom.", "Ingen spurte meg om hvem", "Jeg tok det sjøl."

Row = tuple[str, str | None]


def read_as(project: qk.Project, at: Any = None) -> list[Row]:
    """(words, code) of every row of codings()."""
    frame = project.codings(at=at)[["text", "code_path"]]
    return [(text, None if code is pd.NA else code) for text, code in frame.itertuples(index=False)]


def counted(project: qk.Project, at: Any = None, **how: Any) -> dict[str | None, int]:
    """Label → n, of frequencies by kind of document: one kind, so one row a label."""
    table = project.frequencies(by="kind", unit="codings", at=at, **how)
    labels = table.iloc[:, 0]
    return {None if label is pd.NA else label: n for label, n in zip(labels, table["n"], strict=True)}


def changed(project: qk.Project) -> None:
    """Coded as Tid and Uklarhet; then these merged; the merged ones split; the split split; and a new code."""
    project.code("R1.1", TIDA, as_="Tid", coder="MB")
    project.code("R1.1", TIDA, as_="Uklarhet", coder="MB", stance="utfordring")
    project.code("R1.1", TOK, as_="Tid", coder="AK")
    project.add_theme("Kapasitet", codes=["Tid"], coder="MB")
    project.version("start", coder="MB")
    project.merge(["Uklarhet"], into="Tid", coder="MB")
    project.version("slått sammen", coder="MB")
    project.split("Tid", codings=project.codings(where={"coder": "MB"}), into="Klage", coder="MB")
    project.version("delt", coder="MB")
    project.split("Klage", codings=project.codings(where={"code": "Klage"}), into="Sukk", coder="MB")
    project.version("delt igjen", coder="MB")
    project.add_code("Nytt", coder="MB")
    project.code("R1.1", SPURTE, as_="Nytt", coder="MB")


@pytest.fixture
def study(address: str, interviews: list[qk.Transcript]) -> Iterator[qk.Project]:
    """That, on a file and on PostgreSQL."""
    with qk.Project.create(address) as made:
        made.add(interviews)
        made.add_code("Tid", coder="MB")
        made.add_code("Uklarhet", coder="MB")
        changed(made)
        yield made


def test_each_version_reads_the_codings_of_today_by_its_own_codes_and_merges(study: qk.Project) -> None:
    assert read_as(study) == [(TIDA, "Sukk"), (SPURTE, "Nytt"), (TOK, "Tid")]
    assert read_as(study, "delt igjen") == [(TIDA, "Sukk"), (SPURTE, None), (TOK, "Tid")]
    # Between the splits it was Klage, which is neither the code it has now nor the one it was given.
    assert read_as(study, "delt") == [(TIDA, "Klage"), (SPURTE, None), (TOK, "Tid")]
    assert read_as(study, "slått sammen") == [(TIDA, "Tid"), (SPURTE, None), (TOK, "Tid")]
    # Two codes then, so two codings, though they are one today.
    assert read_as(study, "start") == [(TIDA, "Tid"), (TIDA, "Uklarhet"), (SPURTE, None), (TOK, "Tid")]
    assert study.check().ok


def test_frequencies_count_what_had_no_code_in_a_row_of_its_own(study: qk.Project) -> None:
    assert counted(study, of="code") == {"Klage": 0, "Nytt": 1, "Sukk": 1, "Tid": 1}
    assert counted(study, "start", of="code") == {"Tid": 2, "Uklarhet": 1, None: 1}
    assert counted(study, "slått sammen", of="code") == {"Tid": 2, None: 1}
    # Uklarhet is under no theme, and that is another thing than having no code.
    assert counted(study, "start", of="theme") == {"Kapasitet": 2, None: 1}
    assert counted(study) == {"Kapasitet": 1}


def test_the_footer_says_which_codebook_and_how_many_it_had_no_code_for(study: qk.Project) -> None:
    footer = study.frequencies(at="Start").attrs["footer"]
    assert footer["codebook"] == "version «start»"
    assert (footer["codings"], footer["without a code in the codebook"]) == (4, 1)
    assert study.codings(at="delt").attrs["footer"]["without a code in the codebook"] == 1
    for key in ("codebook", "without a code in the codebook"):
        assert study.frequencies().attrs["footer"].get(key, "–") == "–"


def test_a_date_says_that_it_is_what_is_known_now(project: qk.Project) -> None:
    changed(project)
    project.add_codebook(qk.Codebook([qk.Code("k9", "Rom")], name="Partnerskap", version="v01"), coder="MB")
    today = datetime.now(UTC).astimezone().date()
    moment = datetime(2020, 2, 29, 12, 30, tzinfo=UTC)
    for at in (today, today.isoformat(), f" {today} "):
        table = project.codings(at=at)
        assert table.attrs["footer"]["codebook"] == f"Partnerskap v01 (as known now of {today})"
        pd.testing.assert_frame_equal(table, project.codings())
    assert {code for _, code in read_as(project, moment)} == {None}
    said = project.frequencies(at=moment).attrs["footer"]
    assert said["codebook"] == "as known now of 2020-02-29 12:30:00+00:00"
    assert said["without a code in the codebook"] == said["codings"] == 3
    assert project.frequencies(at="v01").attrs["footer"]["codebook"] == "Partnerskap v01 (version «v01»)"
    assert len(project.codebook(date(2020, 2, 29))) == 0


def test_every_table_takes_the_codebook_of_then(study: qk.Project) -> None:
    at = "start"
    wide = study.matrix("code", "theme", at=at)
    assert [list(row) for row in wide.fillna(0).to_numpy()] == [[2, 0, 2, 1], [0, 0, 1, 1], [0, 1, 1, 1]]
    assert list(wide.index.isna()) == [False, False, True]
    pairs = study.cooccurrence(at=at)
    assert pairs.to_numpy().tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert list(pairs.index.isna()) == list(pairs.columns.isna()) == [False, False, True]
    assert study.balance(at=at)[["codings", "themes", "of"]].to_numpy().tolist() == [[4, 1, 1]]
    codes = study.codes(at=at)
    assert codes[["code", "codings", "themes"]].to_numpy().tolist() == [["Tid", 2, "Kapasitet"], ["Uklarhet", 1, ""]]
    assert codes.attrs["footer"]["without a code in the codebook"] == 1
    assert study.themes(at=at)[["theme", "codings", "informants"]].to_numpy().tolist() == [["Kapasitet", 2, 1]]
    assert list(study.quotes("Uklarhet", at=at)["quote"]) == [TIDA]
    assert list(study.codings(where={"code": "Uklarhet"}, at=at)["stance"]) == ["utfordring"]
    with pytest.raises(qk.UnknownNameError, match="Sukk"):
        study.quotes("Sukk", at=at)


def test_quotes_of_everything_end_with_what_had_no_theme_or_no_code(study: qk.Project, tmp_path: Path) -> None:
    quotes = study.quotes(at="delt")
    assert list(quotes["quote"]) == [TOK, TIDA, SPURTE]
    assert list(quotes["code"].fillna("–")) == ["Tid", "Klage", "–"]
    study.export(tmp_path / "sitater.md", table=quotes)
    written = (tmp_path / "sitater.md").read_text("utf-8")
    assert "Koden fantes ikke i kodeboken: 1 koding." in written
    assert "Kodebok: versjon «delt»." in written


def test_what_is_split_off_with_no_code_of_its_own_then_is_read_as_what_it_came_from(project: qk.Project) -> None:
    given = project.code("R1.1", TIDA, as_="Tid", coder="MB")
    project.version("før", coder="MB")
    project.split("Tid", codings=[given], into="Møtetid", coder="MB")  # type: ignore[list-item]  # no preview
    project.code("R1.1", TOK, as_="Møtetid", coder="MB")  # was never coded Tid
    project.add_code("Møtetid", parent="Tid", coder="MB")
    project.code("R1.1", SPURTE, as_="Tid > Møtetid", coder="MB")  # born anew, with the same name
    assert read_as(project, "før") == [(TIDA, "Tid"), (SPURTE, None), (TOK, "Tid")]
    project.undo(coder="MB")
    assert read_as(project, "før") == [(TIDA, "Tid"), (TOK, "Tid")]


def test_a_split_that_is_undone_leaves_no_trace_in_any_version(project: qk.Project) -> None:
    given = project.code("R1.1", TIDA, as_="Tid", coder="MB")
    project.split("Tid", codings=[given], into="Møtetid", coder="MB")  # type: ignore[list-item]  # no preview
    project.version("delt", coder="AK")
    assert read_as(project, "delt") == [(TIDA, "Møtetid")]
    project.undo(coder="MB")
    assert read_as(project, "delt") == [(TIDA, "Tid")]
    project.redo(coder="MB")
    assert read_as(project, "delt") == [(TIDA, "Møtetid")]


def test_words_with_two_codes_born_later_are_two_codings_without_a_code(project: qk.Project) -> None:
    project.version("før", coder="MB")
    for name in ("Rom", "Ro", "Uro"):
        project.add_code(name, coder="MB")
        project.code("R1.1", TIDA, as_=name, coder="MB", stance="positiv" if name == "Ro" else None)
    project.merge(["Uro"], into="Ro", coder="MB")
    frame = project.codings(at="før")
    # Three, as they were given: what is merged today is not merged there.
    assert len(frame) == 3
    assert frame["code"].isna().all()
    assert frame["stance"].count() == 1
    assert counted(project, "før", of="code") == {"Tid": 0, "Uklarhet": 0, None: 3}


def test_the_same_words_under_one_new_code_twice_are_one_without_a_code(project: qk.Project) -> None:
    project.version("før", coder="MB")
    code = project.add_code("Rom", coder="MB")
    start = project.transcript("r1_1").text.index(TIDA)
    frame = pd.DataFrame({"document": "r1_1", "start": [start] * 2, "end": start + len(TIDA), "code": code.id})  # type: ignore[union-attr]  # no preview
    project.code_many(frame, coder="MB")
    assert read_as(project, "før") == [(TIDA, None)]
    assert read_as(project) == [(TIDA, "Rom")]


def test_a_code_whose_birth_is_off_today_still_leads_back_to_what_it_was_split_from(project: qk.Project) -> None:
    tid = project.codebook().find("Tid").id
    project.version("før", coder="MB")
    with project._store.writing("AK") as writer:
        (born,) = writer.append(
            [Draft("code.birth", {"code": "skilt", "parent": None, "from": tid}, {"name": "Skilt"})]
        )
    project.code("R1.1", TIDA, as_="Skilt", coder="MB")
    with project._store.writing("AK") as writer:
        # As after a union: the birth undone in one copy, coded with in the other.
        writer.append([Draft("switch", {"steps": [born.step.hex()], "on": False})])
    project.rebuild()
    assert read_as(project, "før") == [(TIDA, "Tid")]


def test_what_is_neither_a_version_nor_a_date_is_a_sentence(project: qk.Project) -> None:
    for at in ("etter workshop", "", "2026-13-01", 3, ["v1"]):
        for ask in (project.codings, project.frequencies, project.codes, project.balance, project.codebook):
            with pytest.raises(qk.UnknownNameError, match="no version"):
                ask(at=at)  # type: ignore[operator]  # as users may


def test_readings_of_several_moments_stay_apart_and_follow_the_log(project: qk.Project) -> None:
    changed(project)
    versions = ["start", "slått sammen", "delt", "delt igjen"]
    first = [read_as(project, at) for at in [*versions, None, date.today()]]
    assert [read_as(project, at) for at in [*versions, None, date.today()]] == first
    project.code("R1.1", "Ingen spurte meg.", as_="Tid", coder="AK")
    for at in [*versions, None]:
        assert ("Ingen spurte meg.", "Tid") in read_as(project, at)


Ask = Callable[[qk.Project, str | None], pd.DataFrame]
TABLES: dict[str, Ask] = {
    "codings": lambda project, at: project.codings(at=at),
    "per theme": lambda project, at: project.codings("theme", at=at),
    "frequencies": lambda project, at: project.frequencies(at=at),
    "of code": lambda project, at: project.frequencies(of="code", by="informant", unit="words", at=at),
    "matrix": lambda project, at: project.matrix("code", "informant", at=at),
    "cooccurrence": lambda project, at: project.cooccurrence(at=at),
    "balance": lambda project, at: project.balance(at=at),
    "codes": lambda project, at: project.codes(at=at),
    "themes": lambda project, at: project.themes(at=at),
    "quotes": lambda project, at: project.quotes(at=at),
}
_numbers = count()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.tuples(st.sampled_from(["code", "code", "merge", "split", "born", "undo"]), st.integers(0, 99)),
                  max_size=14)
)  # fmt: skip
def test_a_version_named_now_counts_as_today_and_an_old_one_loses_no_coding(
    acts: list[tuple[str, int]], interviews: list[qk.Transcript], tmp_path: Path
) -> None:
    with qk.Project.create(tmp_path / f"{next(_numbers)}.qualkit") as project:
        project.add(interviews)
        for name in ("Tid", "Rom", "Ro"):
            project.add_code(name, coder="MB")
        project.add_theme("Kapasitet", codes=["Tid", "Rom"], coder="MB")
        project.version("først", coder="AK")
        for number, (act, chance) in enumerate(acts):
            try:
                _do(project, act, chance, number)
            except qk.QualkitError:
                continue
            if chance % 4 == 0:
                project.version(f"v{number}", coder="AK")
        project.version("nå", coder="AK")
        for name, ask in TABLES.items():
            pd.testing.assert_frame_equal(ask(project, "nå"), ask(project, None), obj=name)
        for at in project.versions()["version"]:
            frame = project.codings(at=at)
            assert set(frame["code"].dropna()) <= {code.name for code in project.codebook(at)}
            table = project.matrix("coder", "code", at=at)
            assert table["n"].sum() == table.attrs["footer"]["codings"] == len(frame)
            assert frame["code"].isna().sum() == table.attrs["footer"]["without a code in the codebook"]
            # Each passage of today stands there, at least once: by words and coder.
            assert _places(frame) == _places(project.codings())


def _places(frame: pd.DataFrame) -> set[tuple[Any, ...]]:
    return set(frame[["document", "start", "end", "coder"]].itertuples(index=False, name=None))


def _do(project: qk.Project, act: str, chance: int, number: int) -> None:
    codes = [code.id for code in project.codebook()]
    if not codes:  # their making has been undone
        project.add_code(f"Ny {number}", coder="MB")
        return
    one, other = codes[chance % len(codes)], codes[chance // 7 % len(codes)]
    if act == "code":
        words = (TIDA, SPURTE, TOK)[chance % 3]
        project.code("R1.1", words, as_=other, coder="MB" if chance % 2 else "AK")
    elif act == "merge":
        project.merge([one], into=other, coder="MB")
    elif act == "split":
        own = project.codings(where={"code": one})
        project.split(one, codings=own.iloc[: 1 + chance % 2], into=f"Delt {number}", coder="MB")
    elif act == "born":
        project.add_code(f"Ny {number}", coder="MB")
    else:
        project.undo(coder="MB")
