"""`qualkit code` and `uncode`: one passage, or a file of them, all or none."""

from __future__ import annotations

from pathlib import Path

from cli_study import Run

import qualkit as qk

HEADER = "document,informant,words,code,coder,stance,prompted\n"


def codings() -> list[tuple[object, ...]]:
    with qk.Project.open("studie.qualkit") as project:
        frame = project.codings()[["text", "code", "coder", "stance", "prompted"]].astype(object)
        return [tuple(row) for row in frame.fillna("").to_numpy()]


def test_a_passage_is_coded_and_told(study: Path, run: Run) -> None:
    asked = ("code", "R 1.1", "Det er tida", "--as", "Tid", "--coder", "MB", "--stance", "utfordring", "--unprompted")
    done = run(*asked, "--memo", "Sier det med et sukk.")
    key, *rest = done.stdout.rstrip("\n").split("  ")
    assert rest == ["r1_1 18–29", "Tid", "«Det er tida»"]
    assert codings() == [("Det er tida", "Tid", "MB", "utfordring", False)]
    assert "Sier det med et sukk." in run("memos").stdout
    assert run("uncode", key, "--coder", "MB").stdout == f"{key}\n"
    assert codings() == []


def test_turn_and_document_choose_between_equal_words(study: Path, run: Run) -> None:
    run("code", "R1.1", "Ingen spurte meg", "--as", "Tid", "--turn", "4", "--document", "r1_1", "--coder", "MB")
    assert codings()[0][0] == "Ingen spurte meg"


def test_a_preview_shows_what_it_would_touch_and_writes_nothing(study: Path, run: Run) -> None:
    done = run("code", "R1.1", "Det er tida", "--as", "Tid", "--coder", "MB", "--preview")
    assert "As it would be: 1 coding(s)" in done.stdout
    assert "Themes: Kapasitet" in done.stdout
    assert "this was a preview" in done.stderr
    assert codings() == []


def test_nobody_codes_without_a_name(study: Path, run: Run) -> None:
    asked = ("code", "R1.1", "Det er tida", "--as", "Tid")
    assert "Say who you are: --coder MB, or set QUALKIT_CODER." in run(*asked, exit_code=2).stderr
    run(*asked, env={"QUALKIT_CODER": "AK"})
    assert codings()[0][2] == "AK"


def test_a_command_without_words_or_code_is_wrong_usage(study: Path, run: Run) -> None:
    assert "Give INFORMANT, WORDS and --as CODE" in run("code", "R1.1", "--coder", "MB", exit_code=2).stderr
    both = ("code", "R1.1", "tida", "--as", "Tid", "--from", "codings.csv", "--coder", "MB")
    assert "or --from FILE" in run(*both, exit_code=2).stderr


def test_a_file_of_codings_is_one_step_per_coder(study: Path, run: Run) -> None:
    rows = (
        "r1_1,R1.1,Det er tida,Tid,MB,utfordring,false\n",
        "r1_1,R 1.1,Jeg tok det sjøl,Uklarhet,MB,,ja\n",
        ",S1,Vi fikk aldri skrevet det ned,Uklarhet,AK,begge,\n",
    )
    Path("codings.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    assert run("code", "--from", "codings.csv").stdout == "MB: 2 codings\nAK: 1 codings\n"
    assert codings() == [
        ("Det er tida", "Tid", "MB", "utfordring", False),
        ("Jeg tok det sjøl", "Uklarhet", "MB", "", True),
        ("Vi fikk aldri skrevet det ned", "Uklarhet", "AK", "begge", ""),
    ]
    run("undo", "--coder", "MB")
    assert [row[2] for row in codings()] == ["AK"]


def test_turn_chooses_in_a_file_too(study: Path, run: Run) -> None:
    row = "informant,words,turn,code,coder\nR1.1,Ingen spurte meg,4,Tid,MB\n"
    Path("codings.csv").write_text(row, encoding="utf-8")
    run("code", "--from", "codings.csv")
    with qk.Project.open("studie.qualkit") as project:
        assert list(project.codings()["turn"]) == [4]


def test_a_file_of_places_needs_no_words(study: Path, run: Run) -> None:
    Path("steder.csv").write_text("document;start;end;code\nr1_1;18;29;Tid\n", encoding="utf-8")
    run("code", "--from", "steder.csv", "--coder", "MB")
    assert codings() == [("Det er tida", "Tid", "MB", "", "")]


def test_one_row_that_cannot_be_placed_keeps_all_out_and_every_such_row_is_told(study: Path, run: Run) -> None:
    rows = (
        "r1_1,R1.1,Det er tida,Tid,MB,,\n",
        "r1_1,R1.1,Ingen spurte meg,Tid,MB,,\n",
        "r1_1,R1.1,Det er tida,Tidd,MB,,\n",
        "r9,R1.1,Det er tida,Tid,MB,,\n",
        "r1_1,R1.1,Det er tida,Tid,,,\n",
        "r1_1,R1.1,Det er tida,Tid,MB,sur,\n",
        "r1_1,R1.1,Det er tida,Tid,MB,,kanskje\n",
        "r1_1,R1.1,,Tid,MB,,\n",
    )
    Path("codings.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    done = run("code", "--from", "codings.csv", exit_code=2)
    told = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in told[:-1]] == [f"codings.csv, line {line}" for line in range(3, 10)]
    assert told[0].endswith("stands twice in R1.1 (turns 2 and 4); fill in the column «turn» to choose.")
    assert told[-1] == "7 row(s) of codings.csv cannot be placed. Nothing was coded."
    assert done.stdout == ""
    assert codings() == []


def test_places_outside_the_text_are_told(study: Path, run: Run) -> None:
    rows = "r1_1,20,9999,Tid\nr1_1,31,20,Tid\nr1_1,to,31,Tid\n"
    Path("steder.csv").write_text("document,start,end,code\n" + rows, encoding="utf-8")
    told = run("code", "--from", "steder.csv", "--coder", "MB", exit_code=2).stderr.splitlines()
    assert told[0] == "steder.csv, line 2: 20–9999 holds no words of r1_1, which is 132 code points long."
    assert told[2] == "steder.csv, line 4: «to» in the column «start» is not a whole number."
