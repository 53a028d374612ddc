"""`qualkit codes export` and `qualkit codes import`: the codebook out as a version, and back from a colleague."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_study import Run

import qualkit as qk
from qualkit.codebook import replay
from qualkit.codebook.files import as_yaml


@pytest.fixture
def folder(study: Path, run: Run) -> Path:
    """The codebook of the study saved as v01, and then changed."""
    run("codes", "export", "kodebok", "--coder", "MB", "--why", "den første")
    run("rename", "Tid", "Tida", "--coder", "AK", "--why", "slik sier de det")
    return study.parent / "kodebok"


def paths(project: Path) -> list[str]:
    with qk.Project.open(project) as opened:
        book = opened.codebook()
        return [book.path(code.id) for code in book if not code.retired]


def edited(folder: Path, old: str, new: str) -> Path:
    path = folder / "v01.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody sat there: the runner's own stream says that it is no terminal."""
    monkeypatch.setattr("qualkit.cli._codes_import.at_terminal", lambda: True)


def test_export_writes_the_next_version_and_prints_what_changed(folder: Path, run: Run) -> None:
    done = run("codes", "export", folder, "--coder", "MB", "--why", "etter workshop 1", "--present", "AK")
    assert done.stdout.splitlines()[1].split() == ["rename", "code", code_id(folder), "Tid", "name", "Tid", "Tida"]
    assert done.stderr == f"Wrote {folder / 'v02.yaml'}\nWrote {folder / 'history.yaml'}\n"
    assert as_yaml(replay(folder)) == (folder / "v02.yaml").read_text("utf-8")
    assert "v02" in run("version").stdout
    again = run("codes", "export", folder, "--coder", "MB")
    assert (again.stdout, again.stderr) == ("", f"{folder / 'v02.yaml'} says this already.\n")


def code_id(folder: Path) -> str:
    return qk.read_codebook(folder / "v01.yaml").find("Tid").id


def test_export_with_preview_writes_nothing(folder: Path, run: Run) -> None:
    done = run("codes", "export", folder, "--coder", "MB", "--preview")
    assert f"Would write {folder / 'v02.yaml'}" in done.stderr
    assert not (folder / "v02.yaml").exists()


def test_the_options_may_stand_before_the_command(folder: Path, study: Path, run: Run) -> None:
    run("codes", "-p", study, "--coder", "MB", "export", folder)
    assert (folder / "v02.yaml").exists()
    run("new", "annen.qualkit")
    assert "There are several projects" in run("codes", "export", folder, "--coder", "MB", exit_code=2).stderr
    said = run("codes", "--add", "Rom", "export", folder, "--coder", "MB", exit_code=2).stderr
    assert "--add does not go with export" in said


def test_a_folder_somebody_has_edited_is_refused_until_it_is_read_in(folder: Path, study: Path, run: Run) -> None:
    run("codes", "export", folder, "--coder", "MB")
    (folder / "v02.yaml").write_text((folder / "v02.yaml").read_text("utf-8").replace("Uklarhet", "Uklart"), "utf-8")
    done = run("codes", "export", folder, "--coder", "MB", exit_code=2)
    assert "says what this project does not know" in done.stderr
    assert "«qualkit codes import»" in done.stderr
    run("codes", "import", folder, "--coder", "MB", "--yes")
    assert paths(study) == ["Tida", "Uklart"]
    run("codes", "export", folder, "--coder", "MB")
    assert as_yaml(replay(folder)) == (folder / "v03.yaml").read_text("utf-8")


def test_import_shows_the_changes_and_wants_a_yes(folder: Path, study: Path, run: Run) -> None:
    path = edited(folder, "name: Uklarhet", "name: Uklart")
    done = run("codes", "import", path, "--coder", "AK", exit_code=2)
    assert "Uklarhet  name   Uklarhet  Uklart" in done.stdout
    assert "To apply these changes, say --yes." in done.stderr
    assert "The codebook has been changed since v01" in done.stderr
    assert paths(study) == ["Tida", "Uklarhet"]
    done = run("codes", "import", path, "--coder", "AK", "--yes", "--why", "fra AK")
    assert "It is one step" in done.stderr
    assert paths(study) == ["Tid", "Uklart"]
    run("undo", "--coder", "AK")
    assert paths(study) == ["Tida", "Uklarhet"]


@pytest.mark.parametrize(("answer", "name"), [("y\n", "Uklart"), ("n\n", "Uklarhet"), ("\n", "Uklarhet")])
def test_on_a_terminal_it_asks(
    folder: Path, study: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, name: str
) -> None:
    terminal(monkeypatch)
    done = run("codes", "import", edited(folder, "name: Uklarhet", "name: Uklart"), "--coder", "AK", input=answer)
    assert "Apply? [y/N]" in done.stderr
    assert paths(study)[1] == name


def test_a_preview_applies_nothing(folder: Path, study: Path, run: Run) -> None:
    done = run("codes", "import", edited(folder, "Uklarhet", "Uklart"), "--coder", "AK", "--preview")
    assert "Nothing was changed: this was a preview." in done.stderr
    assert paths(study) == ["Tida", "Uklarhet"]


@pytest.fixture
def ambiguous(folder: Path) -> Path:
    """Uklarhet has another id and nearly its own name."""
    book = qk.read_codebook(folder)
    return edited(folder, f"id: {book.find('Uklarhet').id}\n  name: Uklarhet", "id: uklart\n  name: Uklarheter")


def test_what_is_ambiguous_is_asked_about_and_answered(ambiguous: Path, study: Path, run: Run) -> None:
    with qk.Project.open(study) as opened:
        own = opened.codebook().find("Uklarhet").id
    done = run("codes", "import", ambiguous, "--coder", "AK", "--yes", exit_code=2)
    assert f"--choose uklart={own}|new" in done.stderr
    assert paths(study) == ["Tida", "Uklarhet"]
    run("codes", "import", ambiguous, "--coder", "AK", "--yes", "--choose", f"uklart={own}")
    with qk.Project.open(study) as opened:
        assert opened.codebook()[own].name == "Uklarheter"


def test_on_a_terminal_the_questions_are_put(
    ambiguous: Path, study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(monkeypatch)
    done = run("codes", "import", ambiguous, "--coder", "AK", input="tull\nnew\ny\n")
    assert "Is it «Uklarhet»" in done.stderr
    assert paths(study) == ["Tid", "Uklarheter"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("import", "borte.yaml"), "cannot be read"),
        (("import", "kodebok", "--choose", "rom"), "«rom» is not ID=ANSWER"),
        (("import", "kodebok", "--choose", "rom=new"), "nothing to choose about «rom»"),
        (("export", "kodebok/v01.yaml"), "is a file"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(folder: Path, run: Run, asked: tuple[str, ...], sentence: str) -> None:
    done = run("codes", *asked, "--coder", "MB", exit_code=2)
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["export", "import"])
def test_each_has_help(run: Run, name: str) -> None:
    assert f"Usage: main codes {name}" in run("codes", name, "--help").stdout
    assert name in run("codes", "--help").stdout


@pytest.mark.parametrize("name", ["export", "import"])
def test_nobody_does_it_without_a_name(folder: Path, run: Run, name: str) -> None:
    assert "Say who you are" in run("codes", name, folder, exit_code=2).stderr
