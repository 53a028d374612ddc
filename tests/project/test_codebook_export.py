"""The codebook as the versions of a folder: complete files, and a history that leads from one to the next."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import Changing

import qualkit as qk
from qualkit.codebook import in_use, replay
from qualkit.codebook.files import as_yaml
from qualkit.codebook.tree import problems

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample study's folder as it was when there was only v01."""
    made = tmp_path / "partnerskap"
    made.mkdir()
    shutil.copy(ROOT / "codebooks" / "partnerskap" / "v01.yaml", made)
    told = (ROOT / "codebooks" / "partnerskap" / "history.yaml").read_text(encoding="utf-8")
    (made / "history.yaml").write_text(told.split("- version: v02")[0], encoding="utf-8", newline="\n")
    return made


@pytest.fixture
def study(address: str, folder: Path) -> Iterator[qk.Project]:
    """A project begun with the codebook of the folder, on a file and on PostgreSQL."""
    with qk.Project.create(address, codebook=folder, coder="MB") as made:
        yield made


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_the_next_version_is_written_with_what_was_done_and_why(study: qk.Project, folder: Path) -> None:
    before = texts(folder)
    study.rename("Tid", "Tida", coder="AK", why="slik sier de det")
    study.merge(["Utskiftning"], into="Likeverd", coder="MB", why="samme sak")
    study.retire("Rom", coder="MB")
    new = study.add_code("Ventetid", parent="Tida", coder="MB", definition="Noen venter.")
    saved = study.export_codebook(folder, coder="MB", why="etter workshop 1", present=["AK"])
    assert (saved.version, saved.path, saved.written) == (
        "v02", folder / "v02.yaml", (folder / "v02.yaml", folder / "history.yaml"),
    )  # fmt: skip
    assert saved.changes[["op", "id", "name", "before", "after"]].to_numpy().tolist() == [
        ["create", new.id, "Ressurser > Tida > Ventetid", "", "Noen venter."],
        ["rename", "tid", "Ressurser > Tid", "Tid", "Tida"],
        ["merge", "utskiftning", "Brudd > Utskiftning", "", "Anerkjennelse > Likeverd"],
        ["retire", "rom", "Rom", "", ""],
    ]
    after = texts(folder)
    assert after["v01.yaml"] == before["v01.yaml"]
    assert after["history.yaml"].startswith(before["history.yaml"].rstrip("\n"))
    assert "  - op: rename\n    code: tid\n    from: Tid\n    to: Tida\n    who: AK\n" in after["history.yaml"]
    assert "    into: likeverd\n    into_name: Likeverd\n    who: MB\n" in after["history.yaml"]
    assert "reason: samme sak\n" in after["history.yaml"]
    qk.save_codebook(study.codebook(), folder / "again.yaml")
    assert (folder / "again.yaml").read_bytes() == (folder / "v02.yaml").read_bytes()
    assert as_yaml(replay(folder)) == after["v02.yaml"]
    assert study.check().ok


def test_the_project_knows_the_version_by_its_name(study: qk.Project, folder: Path) -> None:
    study.rename("Tid", "Tida", coder="AK")
    study.export_codebook(folder, coder="MB", why="etter workshop 1")
    study.rename("Tida", "Tidene", coder="AK")
    assert study.versions()[["version", "coder", "why"]].to_numpy().tolist() == [
        ["v01", "MB", ""], ["v02", "MB", "etter workshop 1"],
    ]  # fmt: skip
    assert study.codebook("v02").find("tid").name == "Tida"
    assert study.codebook("v01").find("tid").name == "Tid"
    assert study.history()["what"].iloc[-2] == "saved the codebook as «v02»"


def test_where_nothing_differs_nothing_is_written(study: qk.Project, folder: Path) -> None:
    before, revision = texts(folder), study.revision()
    study.rename("Tid", "Tida", coder="AK")
    study.undo(coder="AK")
    saved = study.export_codebook(folder, coder="MB")
    assert (saved.version, saved.written, len(saved.changes)) == ("v01", (), 0)
    assert texts(folder) == before
    assert study.revision() == revision + 2


def test_a_code_that_comes_back_is_revived(study: qk.Project, folder: Path) -> None:
    study.retire("Rom", coder="MB")
    study.export_codebook(folder, coder="MB")
    study.revive("Rom", coder="AK", why="den trengs")
    assert study.export_codebook(folder, coder="MB").changes["op"].tolist() == ["revive"]
    assert "  - op: revive\n    code: rom\n    name: Rom\n" in texts(folder)["history.yaml"]
    assert "    who: AK\n" in texts(folder)["history.yaml"]
    assert as_yaml(replay(folder)) == texts(folder)["v03.yaml"]


def test_a_new_folder_begins_with_the_first_version(project: qk.Project, tmp_path: Path) -> None:
    saved = project.export_codebook(tmp_path / "kodebøker" / "vår", coder="MB", why="den første")
    assert saved.path == tmp_path / "kodebøker" / "vår" / "v01.yaml"
    assert qk.read_codebook(saved.path).name == "vår"
    assert texts(saved.path.parent)["history.yaml"].endswith("  who: MB\n  why: den første\n  changes: []\n")
    assert as_yaml(replay(saved.path.parent)) == saved.path.read_text("utf-8")
    assert project.export_codebook(saved.path.parent, coder="MB").written == ()
    assert project.versions()["version"].tolist() == ["v01"]


def test_a_second_folder_has_versions_of_its_own(study: qk.Project, folder: Path, tmp_path: Path) -> None:
    study.rename("Tid", "Tida", coder="AK")
    other = tmp_path / "vedlegg"
    assert study.export_codebook(other, coder="MB").version == "v01"
    assert study.codebook("v01").find("tid").name == "Tid"
    study.rename("Tida", "Tidene", coder="AK")
    assert study.export_codebook(other, coder="MB").version == "v02"
    # v02 is another codebook by now, so the first folder leaves that number out.
    study.rename("Tidene", "Tidsbruk", coder="AK")
    assert study.export_codebook(folder, coder="MB").version == "v03"
    assert as_yaml(replay(folder)) == texts(folder)["v03.yaml"]
    assert study.codebook("v02").find("tid").name == "Tidene"


def test_the_same_project_gives_the_same_bytes(tmp_path: Path, folder: Path) -> None:
    with qk.Project.create(tmp_path / "en.qualkit", codebook=folder) as one:
        one.rename("Tid", "Tida", coder="AK", why="slik sier de det")
        one.merge(["Utskiftning"], into="Likeverd", coder="MB")
    shutil.copy(tmp_path / "en.qualkit", tmp_path / "to.qualkit")
    shutil.copytree(folder, tmp_path / "to")
    for name, where in (("en", folder), ("to", tmp_path / "to")):
        with qk.Project.open(tmp_path / f"{name}.qualkit") as opened:
            opened.export_codebook(where, coder="MB", why="sist")
    assert texts(folder) == texts(tmp_path / "to")


def test_a_preview_writes_nothing(study: qk.Project, folder: Path) -> None:
    study.rename("Tid", "Tida", coder="AK")
    before, revision = texts(folder), study.revision()
    saved = study.export_codebook(folder, coder="MB", preview=True)
    assert (saved.version, len(saved.changes), len(saved.written)) == ("v02", 1, 2)
    assert (texts(folder), study.revision()) == (before, revision)


def test_a_file_the_project_does_not_know_is_not_passed_over(study: qk.Project, folder: Path) -> None:
    study.rename("Tid", "Tida", coder="AK")
    edited = texts(folder)["v01.yaml"].replace("name: Rom\n", "name: Romslig\n")
    for name in ("v01.yaml", "v02.yaml"):
        (folder / name).write_text(edited, encoding="utf-8")
        before, revision = texts(folder), study.revision()
        with pytest.raises(qk.RefusedError, match=f"{name} says what this project does not know.*Read it in first"):
            study.export_codebook(folder, coder="MB")
        assert (texts(folder), study.revision()) == (before, revision)


def test_a_file_edited_where_it_stands_is_read_in_and_the_next_version_tells_of_it(
    study: qk.Project, folder: Path
) -> None:
    study.rename("Tid", "Tida", coder="AK")
    study.export_codebook(folder, coder="MB")
    (folder / "v02.yaml").write_text(texts(folder)["v02.yaml"].replace("name: Rom\n", "name: Romslig\n"), "utf-8")
    study.import_codebook(folder, coder="MB")
    assert study.export_codebook(folder, coder="MB").version == "v03"
    assert "    from: Rom\n    to: Romslig\n" in texts(folder)["history.yaml"]
    assert as_yaml(replay(folder)) == texts(folder)["v03.yaml"]


def test_an_export_that_was_killed_halfway_is_completed_by_the_next(study: qk.Project, folder: Path) -> None:
    history = texts(folder)["history.yaml"]
    study.rename("Tid", "Tida", coder="AK")
    step = study.export_codebook(folder, coder="MB") and study.history()["step"].iloc[-1]
    whole = texts(folder)
    # As it is when the power goes between the two files: the version stands there, nothing tells of it.
    study.undo(coder="MB", step=step)
    (folder / "history.yaml").write_text(history, encoding="utf-8")
    saved = study.export_codebook(folder, coder="MB")
    assert (saved.version, saved.written) == ("v02", (folder / "history.yaml",))
    assert as_yaml(replay(folder)) == whole["v02.yaml"]
    assert texts(folder)["v02.yaml"] == whole["v02.yaml"]


@pytest.mark.parametrize("hindrance", ["history.yaml", "v02.yaml"])
def test_what_cannot_be_written_is_not_logged_and_leaves_no_half(
    study: qk.Project, folder: Path, hindrance: str
) -> None:
    study.rename("Tid", "Tida", coder="AK")
    revision, before = study.revision(), texts(folder)
    history = folder / "history.yaml"
    if hindrance == "v02.yaml":
        (folder / hindrance).symlink_to(folder / "borte" / "v02.yaml")
    else:
        history.unlink()
        history.mkdir()
    with pytest.raises(qk.QualkitError):
        study.export_codebook(folder, coder="MB")
    assert study.revision() == revision
    assert not (folder / "v02.yaml").exists()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert (folder / "v01.yaml").read_text("utf-8") == before["v01.yaml"]


def test_a_file_is_no_folder(study: qk.Project, folder: Path) -> None:
    with pytest.raises(qk.CodebookError, match=r"is a file\. Name the folder"):
        study.export_codebook(folder / "v01.yaml", coder="MB")
    with pytest.raises(qk.InputError, match="Say who"):
        study.export_codebook(folder, coder="")


def test_a_codebook_only_partly_added_is_not_taken_for_known(tmp_path: Path, folder: Path) -> None:
    with qk.Project.create(tmp_path / "studie.qualkit") as project:
        project.add_code("Tid", id="tid", coder="MB", definition="Vår egen.")
        theirs = [qk.Code("tid", "Tid", None, "Deres."), qk.Code("rom", "Rom")]
        book = qk.Codebook(theirs, name="Bok", version="v02")
        qk.save_codebook(book, folder / "v02.yaml")
        project.add_codebook(book)
        assert project.codebook().find("tid").definition == "Vår egen."
        with pytest.raises(qk.RefusedError, match="says what this project does not know"):
            project.export_codebook(folder, coder="MB")


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32))
def test_whatever_is_done_the_history_gives_the_newest_file(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    place = tmp_path_factory.mktemp("studie")
    changing = Changing(seed)
    changing.act(6)
    with qk.Project.create(place / "studie.qualkit", codebook=in_use(changing.book())) as project:
        for _ in range(2):
            do_some(project, changing)
            project.export_codebook(place / "bok", coder="MB")
            saved = project.export_codebook(place / "bok", coder="MB")
            assert saved.written == ()
            assert as_yaml(replay(place / "bok")) == saved.path.read_text("utf-8")
            assert len(project.codebook_changes(place / "bok")) == 0
            assert project.import_codebook(place / "bok", coder="MB").frame.empty
        assert project.check().ok


def do_some(project: qk.Project, changing: Changing) -> None:
    """Acts of a person at random; what is refused is refused, and what could not be saved is undone."""
    random = changing.random
    for _ in range(8):
        names = [code.id for code in project.codebook()]
        one, other = (random.choice(names or ["x"]) for _ in range(2))
        name, under = random.choice(["Rom", "Tid", "Nytt"]), random.choice([None, one])
        acts: list[Callable[[], object]] = [
            partial(project.add_code, name, parent=under, coder="MB"),
            partial(project.rename, one, name, coder="MB", why="bedre"),
            partial(project.redefine, one, definition=changing.text(), coder="AK"),
            partial(project.move, one, under=other, coder="MB"),
            partial(project.merge, [one], into=other, coder="MB"),
            partial(project.retire, one, coder="AK"),
            partial(project.revive, one, coder="AK"),
            partial(project.add_theme, name, codes=[one, other], coder="AK"),
            partial(project.undo, coder="MB"),
        ]
        with contextlib.suppress(qk.QualkitError):
            random.choice(acts)()
        used = in_use(project.codebook())
        if any(problems(used, used.themes)):
            project.undo(coder="MB", of="*")
