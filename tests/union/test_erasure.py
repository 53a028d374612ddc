"""Whoever withdraws is gone from every byte, in every copy; nobody else is."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import psycopg
import pytest
from copies import interviews, opened, tables
from servers import new_database

import qualkit as qk
from qualkit.project.preview import Preview
from qualkit.store.events import Draft

#: Of R4: what they say, their name, their label, their e-mail, and what was written about them. None may be left.
SECRETS = ("solsikkefrø", "Ragnfrid", "ragnfrid@", "hornbriller", "sommerfuglnett", "stemmen skalv", "på nytt om R4")
TWO = """I: Hvordan begynte det?
Ragnfrid: Jeg satte solsikkefrø i vinduskarmen før noen andre kom.
R1: Vi andre kom først etter jul, og da var alt på plass.
Ragnfrid: Ja, jeg gikk med hornbriller den vinteren.
I: Og så?
R1: Så ble det vår, som det pleier.
"""
ALONE = """I: Hva husker du best?
Ragnfrid: Det var et sommerfuglnett som hang i gangen.
"""
REGISTER = """code,role,group,name,epost
S1,Skoleeier,1,,
R1,Skoleleder,1,Tormod,
R4,Skoleleder,4,Ragnfrid,ragnfrid@ek.no
I,intervjuer,,,
"""


def loaded(folder: Path, **texts: str) -> list[qk.Transcript]:
    folder.mkdir(parents=True)
    (folder / "informants.csv").write_text(REGISTER, encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return qk.load_transcripts(folder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """R1 and R4 in one interview, coded by two, with memos on R4's passages and on R4."""
    path = tmp_path / "studie.qualkit"
    with qk.Project.create(path) as project:
        fill(project, tmp_path)
    return path


def fill(project: qk.Project, folder: Path) -> None:
    project.add(loaded(folder / "intervjuer", gruppe=TWO), coder="MB")
    project.add_code("Start", coder="MB")
    first = project.code(
        "R4", "Jeg satte solsikkefrø i vinduskarmen", as_="Start", coder="AK", memo="Her: stemmen skalv."
    )
    project.memo("Om notatet: stemmen skalv ikke.", about=project.memos()["memo"].iloc[-1], coder="MB")
    project.memo("Noe på nytt om R4.", about=("informant", "R4"), coder="MB")
    project.code("R1", "Vi andre kom først etter jul", as_="Start", coder="AK")
    beyond = "alt på plass. Ja, jeg gikk med hornbriller"
    project.code("R1", beyond, as_="Start", coder="MB")
    assert first.text.startswith("Jeg satte")


def left(*files: Path) -> list[tuple[str, str]]:
    """What is left of the secrets, in any file of a project and what SQLite keeps beside it."""
    found: list[tuple[str, str]] = []
    for file in files:
        for one in sorted(file.parent.glob(file.name + "*")):
            content = one.read_bytes()
            for secret in SECRETS:
                if any(
                    form.encode(code) in content
                    for form in (secret, secret.casefold())
                    for code in ("utf-8", "utf-16-le")
                ):
                    found.append((one.name, secret))
    return found


def others_stand(project: qk.Project) -> None:
    report = project.check()
    assert report.problems == ()
    assert report.gaps > 0
    frame = project.codings()
    texts = frame["text"].tolist()
    assert "Vi andre kom først etter jul" in texts
    beyond = next(text for text in texts if text.startswith("alt på plass."))
    assert beyond.split() == ["alt", "på", "plass."]
    assert not frame["informant"].fillna("").str.contains("R4").any()
    assert "R4" not in project.informants()["informant"].tolist()
    assert "R4" not in project.balance()["informant"].tolist()
    assert not any("R4" in str(cell) for cell in project.frequencies(by="informant").to_numpy().ravel())
    assert not any("R4" in str(cell) for cell in project.quotes().drop(columns="coding").to_numpy().ravel())
    assert "R4" not in project.documents()["informants"].str.cat(sep="; ")


def test_nothing_of_who_withdrew_is_left_and_all_else_stands(path: Path) -> None:
    assert {secret for _file, secret in left(path)} == set(SECRETS) - {"sommerfuglnett"}
    with opened(path) as project:
        before = project.transcript("gruppe").text
        done = project.erase("R4", why="Trakk samtykket", coder="MB")
        assert (done.informant, done.turns, done.codings, done.rewritten, done.copies) == ("R4", 2, 1, True, ())
        assert left(path) == [], "while it is open"
        others_stand(project)
        after = project.transcript("gruppe").text
        assert [len(line) for line in after.split("\n")] == [len(line) for line in before.split("\n")]
        assert project.memos()["text"].tolist() == []
        history = project.history()
        assert history["what"].iloc[-1] == "erased an informant"
        assert history["why"].iloc[-1] == "Trakk samtykket"
        assert len(project.versions()) == 0
    assert left(path) == []


def test_it_cannot_be_undone_and_what_was_erased_is_passed_over(path: Path) -> None:
    with opened(path) as project:
        project.code("R4", "jeg gikk med hornbriller", as_="Start", coder="PN")
        project.erase("R4", coder="LO")
        with pytest.raises(qk.RefusedError, match="no step of LO"):
            project.undo(coder="LO")
        with pytest.raises(qk.RefusedError, match="no step of PN"):
            project.undo(coder="PN")
        step = project.history().query("what == 'erased an informant'")["step"].iloc[0]
        with pytest.raises(qk.RefusedError, match="no step"):
            project.undo(step=step, coder="MB")
        # What else was done can be taken back, though later steps of the log say nothing any more.
        making = project.history().query("what.str.startswith('made the code')")["step"].iloc[0]
        project.undo(step=making, with_dependants=True, coder="MB")
        assert len(project.codings()) == 0
        project.redo(coder="MB")
        others_stand(project)


def test_undo_and_redo_of_a_bulk_of_which_some_was_erased(path: Path) -> None:
    with opened(path) as project:
        text = project.transcript("gruppe").text
        spots = [text.index(words) for words in ("Vi andre", "satte", "som det")]
        rows = [
            {"document": "gruppe", "start": at, "end": at + 5 + more, "code": "Start"}
            for at in spots
            for more in range(8)
        ]
        project.code_many(pd.DataFrame(rows), coder="SE")
        project.erase("R4", coder="MB")
        count = len(project.codings())
        step = project.history().query("what == 'made the code «Start»'")["step"].iloc[0]
        project.undo(step=step, with_dependants=True, coder="MB")
        project.redo(coder="MB")
        assert len(project.codings()) == count
        project.undo(coder="SE")
        project.redo(coder="SE")
        assert len(project.codings()) == count
        others_stand(project)


def nothing(copy: qk.Project, folder: Path) -> None:
    """The copy is only old."""


def coded(copy: qk.Project, folder: Path) -> None:
    """Passages of R4 coded, noted and changed, and R4's row of the register written anew."""
    coding = copy.code("R4", "jeg gikk med hornbriller", as_="Start", coder="PN", memo="Der stemmen skalv igjen.")
    frame = copy.codings()
    first = frame[frame["text"].str.startswith("Jeg satte")]["coding"].iloc[0]
    copy.memo("Mer: stemmen skalv.", about=first, coder="PN")
    copy.memo("Om Ragnfrid.", about=("informant", "R4"), coder="PN")
    length = len(copy.transcript("gruppe").text)
    with copy._store.writing("PN") as writer:
        writer.append([Draft("coding.set", {"coding": first, "start": 0, "end": length})])
        writer.append([Draft("coding.set", {"coding": coding.id, "stance": "begge"})])
    (folder / "ny.csv").write_text(REGISTER.replace("Skoleleder,4", "Rektor,4"), encoding="utf-8")
    copy.add_informants(qk.read_informants(folder / "ny.csv"), coder="PN")


def another_document(copy: qk.Project, folder: Path) -> None:
    """An interview with R4 that only this copy has."""
    copy.add(loaded(folder / "mer", alene=ALONE), coder="PN")
    copy.code("R4", "Det var et sommerfuglnett", as_="Start", coder="PN")
    copy.code("I", "Hva husker du best?", as_="Start", coder="PN")


@pytest.mark.parametrize("meanwhile", [nothing, coded, another_document])
def test_an_old_copy_cannot_bring_it_back(
    path: Path, tmp_path: Path, meanwhile: Callable[[qk.Project, Path], None]
) -> None:
    old = old_copy(path)
    with opened(old) as copy:
        meanwhile(copy, tmp_path)
    with opened(path) as project:
        project.erase("R4", coder="MB")
    out = qk.merge_projects(path, old, out=tmp_path / "en.qualkit")
    back = qk.merge_projects(old, path, out=tmp_path / "to.qualkit")
    assert left(out, back) == []
    with opened(out) as one, opened(back) as other:
        others_stand(one)
        assert tables(one) == tables(other)
        assert one.review().to_dict("records") == other.review().to_dict("records")
        if meanwhile is coded:
            row = one.review().query("kind == 'erased'").iloc[0]
            assert (row["notice"], row["coders"]) == (True, "MB; PN")
        if meanwhile is another_document:
            assert one.codings(where={"document": "alene"})["text"].tolist() == ["Hva husker du best?"]
    for file, other_file in ((path, old), (old, path)):
        with opened(file) as project:
            project.take_in(other_file)
            assert left(file) == []
            others_stand(project)


def old_copy(path: Path) -> Path:
    """A copy as somebody took it home."""
    old = path.parent / "gammel" / "kopi.qualkit"
    old.parent.mkdir()
    return Path(shutil.copy(path, old))


def test_two_copies_that_erased_different_people(path: Path, tmp_path: Path) -> None:
    old = old_copy(path)
    with opened(path) as project, opened(old) as copy:
        project.erase("R4", coder="MB")
        copy.erase("R1", coder="AK")
        assert b"Tormod" not in old.read_bytes()
        project.take_in(old)
        copy.take_in(path)
        assert tables(project) == tables(copy)
        for one in (project, copy):
            assert one.check().problems == ()
            assert len(one.codings()) == 0, "the one that went over both lies wholly in erased turns now"
            assert one.transcript("gruppe").text.split() == ["Hvordan", "begynte", "det?", "Og", "så?"]
    assert left(path, old) == []
    for file in (path, old):
        assert b"etter jul" not in file.read_bytes()
        assert b"Tormod" not in file.read_bytes()


def test_who_was_erased_is_not_taken_in_again(path: Path, tmp_path: Path) -> None:
    with opened(path) as project:
        project.erase("R4", coder="MB")
        only_others = "I: Hva nå?\nR1: Ikke så mye.\n"
        added = project.add(loaded(tmp_path / "mer", alene=ALONE, andre=only_others), coder="MB")
        assert added.documents == ("andre",)
        assert [type(one) for one in added.problems] == [qk.RefusedError]
        assert str(added.problems[0]).startswith(
            "alene: R4 has withdrawn and was erased: nothing of theirs is taken in"
        )
        assert "R4" not in project.informants()["informant"].tolist()
        (tmp_path / "register.csv").write_text(REGISTER.replace("S1,Skoleeier", "S1,Eier"), encoding="utf-8")
        assert project.add_informants(qk.read_informants(tmp_path / "register.csv"), coder="MB") == ["S1"]
        with pytest.raises(qk.UnknownNameError):
            project.memo("Om R4.", about=("informant", "R4"), coder="MB")
        with pytest.raises(qk.UnknownNameError):
            project.code("R4", "hornbriller", as_="Start", coder="MB")
        assert left(path) == []
        assert project.check().ok


def test_coding_across_the_gap_afterwards_is_nothing_left_over(path: Path) -> None:
    with opened(path) as project:
        project.erase("R4", coder="MB")
        text = project.transcript("gruppe").text
        rows = [{"document": "gruppe", "start": 0, "end": len(text), "code": "Start"}]
        project.code_many(pd.DataFrame(rows), coder="MB")
        assert project.check().ok
        assert project.erase("R4", coder="MB").rewritten
        assert project.codings()["text"].str.contains("Hvordan begynte det").sum() == 1


def test_what_quotes_is_listed_and_goes_where_it_is_ticked(path: Path, tmp_path: Path) -> None:
    said = "jeg satte solsikkefrø i vinduskarmen"
    with opened(path) as project:
        project.add_code("Våren", definition=f"Som når noen sier «{said} før noen».", include="Alt om vår.", coder="AK")
        project.redefine("Start", example=f"«{said.capitalize()} før …»", coder="AK")
        project.memo(f"Hun sa {said} før noen andre, og mente det.", coder="MB")
        project.rename("Start", "Begynnelse", why=f"fordi {said} før alle", coder="MB")
        project.add_theme("Å så", concept=f"At {said} før noen andre.", codes=["Våren"], coder="AK")
        project.code("R1", "som det pleier", as_="Våren", why=f"Likt: {said} før noen andre", coder="AK")
        extra = f"I: Hva sa Ragnfrid?\nS1: Ragnfrids ord var at {said} før noen andre.\nS1: Vi lo godt av det.\n"
        project.add(loaded(tmp_path / "mer", s1=extra), coder="MB")
        found = project.quoting("R4")
        assert sorted(zip(found["kind"], found["field"], strict=True)) == [
            ("code", "definition"), ("code", "example"), ("code", "reason"), ("coding", "reason"), ("memo", "text"),
            ("theme", "concept"), ("turn", ""), ("turn", ""),
        ]  # fmt: skip
        assert found[found["kind"] == "turn"]["place"].tolist() == ["s1:1", "s1:2"]
        assert "Jeg satte solsikkefrø" not in found["text"].str.cat(sep=" ").replace(said.capitalize(), "")
        with pytest.raises(qk.InputError, match="is no place"):
            project.erase("R4", also=["abcd"], coder="MB")
        with pytest.raises(qk.InputError, match="is no turn"):
            project.erase("R4", also=["s1:9"], coder="MB")
        project.erase("R4", also=list(found["place"]), coder="MB")
        assert left(path) == []
        book = project.codebook()
        assert (book.find("Våren").definition, book.find("Våren").include) == ("", "Alt om vår.")
        assert (book.find("Begynnelse").example, book.find_theme("Å så").codes) == ("", (book.find("Våren").id,))
        assert project.transcript("s1").text.split() == ["Vi", "lo", "godt", "av", "det."]
        assert "som det pleier" in project.codings()["text"].tolist()
        others_stand(project)
        project.rebuild()
        others_stand(project)
        assert len(project.quoting("R4")) == 0


def test_two_of_one_interview_lose_the_same_turn(path: Path, tmp_path: Path) -> None:
    text = "S1: Ragnfrid sa det best.\nS1: Og vi var enige.\n"
    old = old_copy(path)
    with opened(path) as project, opened(old) as copy:
        project.add(loaded(tmp_path / "en", s1=text), coder="MB")
        copy.add(loaded(tmp_path / "to", s1=text), coder="AK")
        project.take_in(old)
        assert project.documents()["document"].tolist() == ["gruppe", "s1"]
        assert project.quoting("R4")["place"].tolist() == ["s1:1"]
        project.erase("R4", also=["all"], coder="MB")
        assert left(path) == []
        others_stand(project)


def test_a_reason_that_tells_is_refused(path: Path) -> None:
    with opened(path) as project:
        with pytest.raises(qk.RefusedError, match="The reason holds «Ragnfrid»"):
            project.erase("R4", why="Ragnfrid ringte og trakk seg", coder="MB")
        assert "R4" in project.informants()["informant"].tolist()


def test_whose_interview_was_undone_can_be_erased(path: Path, tmp_path: Path) -> None:
    with opened(path) as project:
        project.erase("R4", coder="MB")
        feil = "R9: Et ord som ligger igjen: perlemor.\n"
        folder = tmp_path / "feil"
        folder.mkdir()
        (folder / "informants.csv").write_text("code,role\nR9,Skoleleder\n", encoding="utf-8")
        (folder / "r9.txt").write_text(feil, encoding="utf-8")
        project.add(qk.load_transcripts(folder), coder="MB")
        project.undo(coder="MB")
        assert project.erase("R9", coder="MB").turns == 1
        assert b"perlemor" not in path.read_bytes()
        with pytest.raises(qk.UnknownNameError, match="no informant «R8»"):
            project.erase("R8", coder="MB")


def test_a_preview_writes_nothing_and_keeps_nothing(path: Path) -> None:
    with opened(path) as project:
        before = tables(project)
        preview = project.erase("R4", coder="MB", preview=True)
        assert isinstance(preview, Preview)
        assert "Jeg satte solsikkefrø i vinduskarmen" in preview.before["text"].tolist()
        assert tables(project) == before
        assert "solsikkefrø" in project.transcript("gruppe").text
        assert "solsikkefrø" in project.codings()["text"].str.cat(sep=" ")


def test_another_that_has_it_open_shows_nothing_of_it_any_more(path: Path) -> None:
    with opened(path) as project, opened(path) as beside:
        assert "solsikkefrø" in beside.codings()["text"].str.cat(sep=" ")
        assert "solsikkefrø" in beside.transcript("gruppe").text
        project.erase("R4", coder="MB")
        assert "solsikkefrø" not in beside.codings()["text"].str.cat(sep=" ")
        assert "hornbriller" not in beside.codings()["text"].str.cat(sep=" ")
        assert "solsikkefrø" not in beside.transcript("gruppe").text
        assert "solsikkefrø" not in beside.quotes()["quote"].str.cat(sep=" ")
        others_stand(beside)


def test_who_holds_it_open_keeps_the_pages_until_the_next_time(path: Path) -> None:
    with opened(path) as project:
        with sqlite3.connect(path) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM event").fetchone()
            assert not project.erase("R4", coder="MB").rewritten
            reader.rollback()
        reader.close()
        assert project.erase("R4", coder="MB").rewritten
    assert left(path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_before_the_file_is_written_anew_it_is_finished_the_next_time(path: Path) -> None:
    code = """
import os, sys
import qualkit as qk
from qualkit.store import Store
Store.forget_freed = lambda self: os._exit(9)
qk.Project.open(sys.argv[1]).erase("R4", coder="MB")
"""
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    with opened(path) as project:
        others_stand(project)
        assert project.erase("R4", coder="MB").rewritten
        assert len(project.history().query("what == 'erased an informant'")) == 1
    assert left(path) == []


def test_taking_in_says_where_the_pages_could_not_be_freed(path: Path) -> None:
    old = old_copy(path)
    with opened(path) as project:
        project.erase("R4", coder="MB")
    with opened(old) as copy:
        with sqlite3.connect(old) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM event").fetchone()
            with pytest.warns(qk.QualkitWarning, match="may still hold what was erased"):
                copy.take_in(path)
            reader.rollback()
        reader.close()
        others_stand(copy)
        assert copy.erase("R4", coder="MB").rewritten
    assert left(old) == []


def test_copies_near_it_are_named(path: Path, tmp_path: Path) -> None:
    with opened(path) as project:
        copy = project.backup(tmp_path / "kopier")
        assert project.erase("R4", coder="MB").copies == (copy,)
    assert left(copy) != [], "they are for a person to delete"


def test_it_is_the_same_on_a_server(postgres_server: str, tmp_path: Path) -> None:
    address = new_database(postgres_server)
    with qk.Project.create(address) as project:
        fill(project, tmp_path)
        assert project.erase("R4", coder="MB").rewritten
        others_stand(project)
    with psycopg.connect(address) as connection:
        tables_there = [
            row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        content = " ".join(
            str(row)
            for name in tables_there
            for row in connection.execute(f'SELECT t::text FROM "{name}" t').fetchall()
        )
    assert "Vi andre kom" in content
    assert [secret for secret in SECRETS if secret in content] == []


def test_the_day_until_which_it_may_be_kept(path: Path) -> None:
    with opened(path) as project:
        project.set_study(retention="2031-12-31", sikt="123456", coder="MB")
        assert project.check().warnings == ()
        project.set_study(retention="2024-01-01", coder="MB")
        report = project.check()
        assert report.ok
        assert len(report.warnings) == 1
        assert report.warnings[0].startswith("The material was to be kept until 2024-01-01, and that day is past.")
        with pytest.raises(qk.InputError, match="is not a date"):
            project.set_study(retention="i fjor", coder="MB")


def test_the_same_words_are_still_said_by_others(tmp_path: Path) -> None:
    """An erased informant's words go; the same words of another are that one's."""
    with qk.Project.create(tmp_path / "s.qualkit") as project:
        text = "R1: Ja, det stemmer nok det.\nR4: Ja, det stemmer nok det.\n"
        project.add(interviews(tmp_path / "inn", to=text), coder="MB")
        project.add_code("Enig", coder="MB")
        project.code("R1", "det stemmer nok", as_="Enig", coder="MB")
        project.erase("R4", coder="MB")
        assert project.codings()["text"].tolist() == ["det stemmer nok"]
        assert project.check().ok
