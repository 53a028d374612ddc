"""informants.csv and documents.csv as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualkit.errors import ReadError, RegisterError
from qualkit.transcripts import load_transcripts, read_documents, read_informants


def file(tmp_path: Path, text: str, name: str = "informants.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_headers_spacing_delimiter_and_encoding_do_not_matter(tmp_path: Path, sign: str, encoding: str) -> None:
    rows = [("CODE", " Printed role", "Name", "From", "Fylke"), ("S 1", "Skoleeier", "Bjørg Ås", "1.8.2024", "Møre")]
    (one,) = read_informants(file(tmp_path, "\r\n".join(sign.join(row) for row in rows), encoding=encoding))
    assert (one.code, one.printed_role, one.name, one.since) == ("S1", "Skoleeier", "Bjørg Ås", "2024-08-01")
    assert one.attributes == {"Fylke": "Møre"}


def test_a_role_that_changes_has_two_rows(tmp_path: Path) -> None:
    register = read_informants(file(tmp_path, "code,role,from\nR3,Lærer,2023-08-01\nR3,Skoleleder,2024-08-01\n"))
    days = ("2024-01-01", "2024-09-01")
    assert [row.role for day in days if (row := register.at("R3", day))] == ["Lærer", "Skoleleder"]


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("code,role\nS1,Skoleeier\n\nS 1,Skoleeier\n", 4, "S1 stands twice"),
        ('code,role\n"S1","a\nb"\n,Rektor\n', 4, "has no code"),
        ("code,from\nS1,i fjor\n", 2, "«i fjor» in the column «from» is not a date"),
        ("code,from\nS1,31.2.2024\n", 2, "is not a date"),
        ("kode,rolle\nS1,Skoleeier\n", 1, "there is no column «code», only kode, rolle"),
        ("code,role,Role\nS1,a,b\n", 1, "the column «role» stands twice"),
        ("code,role\nS1,Skoleeier, Sandvær\n", 2, "there are 3 cells"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, row: int, says: str) -> None:
    with pytest.raises(RegisterError) as caught:
        read_informants(file(tmp_path, text))
    assert caught.value.row == row
    assert says in str(caught.value)


def test_documents_hold_the_map_and_further_columns(tmp_path: Path) -> None:
    text = (
        "document;kind;fidelity;date;Mode;speakers;informant;Region\n"
        'R2.docx;Gruppe;;12.3.2025;teams;"Taler 1=I; Taler  2 = R 2.1";;Vest\nmøte;referat;;;;;S 1;\n'
    )
    entries = read_documents(file(tmp_path, text, "documents.csv"))
    first, second = entries["R2"], entries["møte"]
    assert (first.kind, first.fidelity, first.row) == ("gruppe", "ordrett", 2)
    assert first.speakers == {"Taler 1": "I", "Taler 2": "R2.1"}
    assert first.code_for("taler 2") == "R2.1"
    assert first.attributes == {"date": "2025-03-12", "mode": "teams", "Region": "Vest"}
    assert (second.kind, second.fidelity, second.informant, second.attributes) == ("referat", "referat", "S1", {})


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("s1,samtale,,", "«samtale» is not a kind. Write one of intervju, gruppe, verksted"),
        ("s1,,løst,", "«løst» is not a fidelity. Write one of ordrett, referat"),
        ('s1,,,"Taler 1=I, Taler 2=S1"', "is not a label and a code. Write Taler 1=I; Taler 2=R1.1"),
        ("s1,,,Taler 1", "is not a label and a code. Write Taler 1=I"),
        ("s1,,,Per=I; per=S1", "«per» stands twice"),
        (",intervju,,", "there is no document"),
    ],
)
def test_what_is_wrong_in_documents_names_line_and_allowed_words(tmp_path: Path, row: str, says: str) -> None:
    path = file(tmp_path, f"document,kind,fidelity,speakers\n{row}\n", "documents.csv")
    with pytest.raises(RegisterError) as caught:
        read_documents(path)
    assert caught.value.row == 2
    assert str(caught.value).startswith("documents.csv, line 2: ")
    assert says in str(caught.value)


def test_two_informants_with_one_code_hold_back_only_what_they_said(tmp_path: Path) -> None:
    file(tmp_path, "code,role\nS1,Skoleeier\nS1,Skoleleder\nS2,Skoleeier\n")
    (tmp_path / "a.txt").write_text("I: Hei.\nS1: Hei.\n")
    (tmp_path / "b.txt").write_text("I: Hei.\nS2: Hei.\n")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert [str(problem)[:27] for problem in loaded.problems] == ["S1 stands twice in the regi"]
    assert [[turn.informant for turn in one.turns] for one in loaded] == [["I", None], ["I", "S2"]]


def test_a_file_whose_row_is_wrong_waits(tmp_path: Path) -> None:
    file(tmp_path, "document,kind\na,samtale\nb,gruppe\n", "documents.csv")
    (tmp_path / "a.txt").write_text("Hei.")
    (tmp_path / "b.txt").write_text("Hei.")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert [one.name for one in loaded] == ["b"]
    assert "«samtale» is not a kind" in str(loaded.problems[0])


def test_two_codes_with_one_name_are_a_problem_and_nobody_is_taken_for_another(tmp_path: Path) -> None:
    file(tmp_path, "code,name\nS1,Kari\nS2,Kari\n")
    (tmp_path / "a.txt").write_text("Kari: Hei.\nI: Hei.\nKari: Ja.\n")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert "same name" in str(loaded.problems[0])
    assert [turn.informant for turn in loaded[0].turns] == [None, "I", None]


def test_excels_line_about_its_delimiter_and_empty_columns_and_rows_do_not_matter(tmp_path: Path) -> None:
    (one,) = read_informants(file(tmp_path, "sep=;\r\nCode;Role;;\r\nS 1;Skoleeier;;\r\n;;;\r\n"))
    assert (one.code, one.role, dict(one.attributes)) == ("S1", "Skoleeier", {})


def test_a_spreadsheet_called_csv_is_told_to_be_saved_as_one(tmp_path: Path) -> None:
    path = tmp_path / "informants.csv"
    path.write_bytes(b"PK\x03\x04xl/workbook.xml")
    with pytest.raises(ReadError, match="Save it from the spreadsheet as CSV"):
        read_informants(path)


@pytest.mark.parametrize("name", ["Informants.csv", "INFORMANTS.CSV"])
def test_a_register_is_found_in_any_case(tmp_path: Path, name: str) -> None:
    file(tmp_path, "code\nS1\n", name)
    (tmp_path / "a.txt").write_text("I: Hei.\nS1: Hei.\n")
    assert [turn.informant for turn in load_transcripts(tmp_path)[0].turns] == ["I", "S1"]


def test_a_register_that_is_a_broken_link_keeps_words_from_being_loaded_unkeyed(tmp_path: Path) -> None:
    (tmp_path / "informants.csv").symlink_to(tmp_path / "borte.csv")
    (tmp_path / "a.txt").write_text("S1: Hei.")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert (len(loaded), "does not exist" in str(loaded.problems[0])) == (0, True)


def test_a_file_whose_row_is_wrong_waits_in_any_case(tmp_path: Path) -> None:
    file(tmp_path, "document,kind\nIntervju,samtale\n", "documents.csv")
    (tmp_path / "intervju.txt").write_text("Hei.")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert (len(loaded), len(loaded.problems)) == (0, 1)
