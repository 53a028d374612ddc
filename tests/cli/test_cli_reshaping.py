"""The codebook changed from the command line: one line says what happened, and a refusal is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_study import Run

import qualkit as qk


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    """Tid (with Møtetid below it) and Uklarhet, each used once by MB; Tid once more by AK, of the school owner."""
    run("codes", "--add", "Møtetid", "--parent", "Tid", "--coder", "MB")
    run("code", "R1.1", "Det er tida, liksom.", "--as", "Tid", "--coder", "MB")
    run("code", "R1.1", "Jeg tok det sjøl.", "--as", "Møtetid", "--coder", "MB")
    run("code", "R1.1", "Ingen spurte meg om hvem som skulle ta det.", "--as", "Uklarhet", "--coder", "MB")
    run("code", "S1", "Nå står det i årshjulet.", "--as", "Tid", "--coder", "AK")
    return study


def paths(project: Path) -> list[str]:
    with qk.Project.open(project) as opened:
        book = opened.codebook()
        return [book.path(code.id) for code in book]


def used(project: Path) -> list[tuple[str, str]]:
    with qk.Project.open(project) as opened:
        return [tuple(row) for row in opened.codings()[["text", "code_path"]].to_numpy()]


def code(project: Path, name: str) -> qk.Code:
    with qk.Project.open(project) as opened:
        return opened.codebook().find(name)


def revision(project: Path) -> int:
    with qk.Project.open(project) as opened:
        return opened.revision()


def test_rename_prints_the_new_path_and_undo_brings_the_old_name_back(coded: Path, run: Run) -> None:
    done = run("rename", "Møtetid", "Tid til møter", "--coder", "AK", "--why", "slik de sier det", "--present", "MB")
    assert done.stdout == "renamed: Tid > Tid til møter\n"
    assert paths(coded) == ["Tid", "Tid > Tid til møter", "Uklarhet"]
    assert "slik de sier det" in run("history").stdout
    run("undo", "--coder", "AK")
    assert paths(coded) == ["Tid", "Tid > Møtetid", "Uklarhet"]


def test_redefine_writes_the_fields_given_and_empties_one(coded: Path, run: Run) -> None:
    asked = ("redefine", "Uklarhet", "--coder", "AK")
    said = run(*asked, "--definition", "Det er ikke avtalt.", "--include", "«Ingen vet».", "--colour", "#366E8F").stdout
    assert said == "redefined: Uklarhet\n"
    run(*asked, "--exclude", "Uenighet.", "--example", "Hvem tar det?", "--origin", "oppdrag", "--include", "")
    found = code(coded, "Uklarhet")
    assert (found.definition, found.include, found.exclude) == ("Det er ikke avtalt.", "", "Uenighet.")
    assert (found.example, found.origin, found.colour) == ("Hvem tar det?", "oppdrag", "#366E8F")


def test_redefine_of_nothing_names_the_options(coded: Path, run: Run) -> None:
    said = run("redefine", "Uklarhet", "--coder", "AK", exit_code=2).stderr
    assert "Say what to write anew: --definition, --include, --exclude, --example, --origin, --colour." in said


def test_move_goes_under_a_code_and_without_one_to_the_top(coded: Path, run: Run) -> None:
    assert run("move", "Møtetid", "--under", "Uklarhet", "--coder", "MB").stdout == "moved: Uklarhet > Møtetid\n"
    assert run("move", "Møtetid", "--coder", "MB").stdout == "moved: Møtetid\n"
    assert paths(coded) == ["Møtetid", "Tid", "Uklarhet"]


def test_merge_reads_several_codes_as_one_and_is_one_undo(coded: Path, run: Run) -> None:
    before = used(coded)
    assert run("merge", "Møtetid", "Tid", "--into", "Uklarhet", "--coder", "AK").stdout == "merged into: Uklarhet\n"
    assert paths(coded) == ["Uklarhet"]
    assert {path for _, path in used(coded)} == {"Uklarhet"}
    run("undo", "--coder", "AK")
    assert used(coded) == before


def test_split_takes_what_fits_where_and_leaves_the_codes_below_alone(coded: Path, run: Run) -> None:
    asked = ("split", "Tid", "--into", "Knapp tid", "--where", "coder=MB", "--definition", "For lite.", "--coder", "AK")
    assert run(*asked, "--include", "«Rakk ikke».", "--exclude", "Venting.").stdout == "split off: Knapp tid\n"
    assert used(coded) == [
        ("Det er tida, liksom.", "Knapp tid"),
        ("Ingen spurte meg om hvem som skulle ta det.", "Uklarhet"),
        ("Jeg tok det sjøl.", "Tid > Møtetid"),
        ("Nå står det i årshjulet.", "Tid"),
    ]
    new = code(coded, "Knapp tid")
    assert (new.definition, new.include, new.exclude) == ("For lite.", "«Rakk ikke».", "Venting.")
    run("undo", "--coder", "AK")
    assert "Knapp tid" not in paths(coded)


def test_split_takes_codings_by_id_and_puts_the_new_code_beside_the_old(coded: Path, run: Run) -> None:
    with qk.Project.open(coded) as opened:
        frame = opened.codings(where={"code": "Møtetid"})
    asked = ("split", "Tid > Møtetid", "--coding", frame["coding"][0], "--into", "Felles tid", "--coder", "AK")
    assert run(*asked).stdout == "split off: Tid > Felles tid\n"
    assert ("Jeg tok det sjøl.", "Tid > Felles tid") in used(coded)


def test_split_takes_what_holds_the_words(coded: Path, run: Run) -> None:
    asked = ("split", "Tid", "--into", "Årshjul", "--words", "årshjul*", "--coder", "AK")
    assert "«Nå står det i årshjulet.»" in run(*asked, "--preview").stdout
    assert run(*asked).stdout == "split off: Årshjul\n"
    assert [text for text, path in used(coded) if path == "Årshjul"] == ["Nå står det i årshjulet."]


def test_split_wants_codings_or_a_filter_and_no_second_code(coded: Path, run: Run) -> None:
    asked = ("split", "Tid", "--into", "Knapp tid", "--coder", "AK")
    assert "Say which codings: --coding ID" in run(*asked, exit_code=2).stderr
    assert "Say which codings" in run(*asked, "--coding", "0" * 32, "--where", "coder=MB", exit_code=2).stderr
    assert "Leave `code` out of where." in run(*asked, "--where", "code=Uklarhet", exit_code=2).stderr


def test_a_retired_code_takes_no_codings_until_it_is_revived(coded: Path, run: Run) -> None:
    again = ("code", "S1", "Vi fikk aldri skrevet det ned.", "--as", "Uklarhet", "--coder", "MB")
    assert run("retire", "Uklarhet", "--coder", "AK").stdout == "retired: Uklarhet\n"
    assert "has been retired" in run(*again, exit_code=2).stderr
    assert run("revive", "Uklarhet", "--coder", "AK").stdout == "revived: Uklarhet\n"
    run(*again)
    assert ("Vi fikk aldri skrevet det ned.", "Uklarhet") in used(coded)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("rename", "Tid", "uklarhet"), "There is a code «Uklarhet» already"),
        (("rename", "Tidd", "Tida"), "Tidd"),
        (("redefine", "Uklarhet", "--definition", ""), "says that already"),
        (("move", "Tid", "--under", "Møtetid"), "which is itself or below it"),
        (("move", "Tid"), "stands there already"),
        (("merge", "Tid", "--into", "Møtetid"), "which stands below it"),
        (("merge", "Tid", "--into", "Tid"), "nothing to merge"),
        (("merge", "Tid"), "Missing option '--into'"),
        (("split", "Tid", "--into", "Venting", "--where", "coder=LH"), "Nothing of «Tid» was chosen"),
        (("split", "Tid", "--into", "Venting", "--coding", "0" * 32), "There is no coding"),
        (("split", "Tid", "--into", "uklarhet", "--where", "coder=MB"), "There is a code «Uklarhet» already"),
        (("revive", "Tid"), "is in use already"),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(
    coded: Path, run: Run, asked: tuple[str, ...], sentence: str
) -> None:
    before = revision(coded)
    done = run(*asked, "--coder", "AK", exit_code=2)
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert revision(coded) == before


CHANGES = [
    ("rename", "Tid", "Tida"),
    ("redefine", "Tid", "--definition", "Det som mangler."),
    ("move", "Tid", "--under", "Uklarhet"),
    ("merge", "Tid", "--into", "Uklarhet"),
    ("split", "Tid", "--into", "Knapp tid", "--where", "coder=MB"),
    ("retire", "Tid"),
]


@pytest.mark.parametrize("asked", CHANGES)
def test_a_preview_writes_nothing(coded: Path, run: Run, asked: tuple[str, ...]) -> None:
    before = revision(coded)
    done = run(*asked, "--coder", "AK", "--preview")
    assert done.stdout.startswith("As it is: ")
    assert "this was a preview" in done.stderr
    assert revision(coded) == before


def test_a_preview_of_a_merge_shows_every_coding_it_touches(coded: Path, run: Run) -> None:
    # Three under Tid get another code; that of Uklarhet keeps its own, and comes to serve the theme of Tid.
    said = run("merge", "Tid", "--into", "Uklarhet", "--coder", "AK", "--preview").stdout
    assert "As it is: 4 coding(s)" in said
    # What the whole study counts is no part of what would be touched.
    assert "base:" not in said
    assert "As it would be: 4 coding(s)" in said
    assert "Coders: AK, MB\nThemes: Kapasitet\n" in said


@pytest.mark.parametrize("asked", [*CHANGES, ("revive", "Tid")])
def test_nobody_changes_the_codebook_without_a_name(coded: Path, run: Run, asked: tuple[str, ...]) -> None:
    assert "Say who you are: --coder MB" in run(*asked, exit_code=2).stderr
