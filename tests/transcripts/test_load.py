"""Folders, keying and what is told about unknown speakers."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_files import document_xml, paragraph, zipped

from qualkit.errors import ReadError, RegisterError
from qualkit.informants import Register
from qualkit.transcripts import DocumentEntry, load_transcripts, read_informants, unknown_speakers
from qualkit.transcripts._base import Said
from qualkit.transcripts.repair import repair
from qualkit.transcripts.turns import build, join_same_speaker


def study(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_read_in_collation_order_without_what_is_no_transcript(tmp_path: Path) -> None:
    study(
        tmp_path,
        Å_txt="a",
        Z_txt="a",
        R10_txt="a",
        R2_txt="a",
        names_csv="name\nOla\n",
        codings_csv="x\n",
        README_txt="les",
    )
    for name in ("notat.md", ".skjult.txt", "~$R2.docx", "studie.qualkit"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("x")
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "V1.txt").write_text("a")
    assert [one.name for one in load_transcripts(tmp_path)] == ["R2", "R10", "V1", "Z", "Å"]


def test_good_files_are_in_and_each_bad_one_has_its_sentence(tmp_path: Path) -> None:
    study(tmp_path, a_txt="Hei.", b_txt="", c_txt="Ja.", d_pdf="x")
    (tmp_path / "e.docx").write_bytes(zipped({"x": "y"}))
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert [one.name for one in loaded] == ["a", "c"]
    assert [str(problem).split(" ")[0] for problem in loaded.problems] == ["b.txt", "d.pdf", "e.docx"]
    with pytest.raises(ReadError, match=r"b\.txt is empty"):
        load_transcripts(tmp_path)


def test_the_second_of_two_files_with_one_stem_is_a_problem(tmp_path: Path) -> None:
    study(tmp_path, a_txt="Hei.", a_vtt="WEBVTT\n\n00:01.000 --> 00:02.000\nHei.\n")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert [one.format for one in loaded] == ["txt, no speakers"]
    assert "a.vtt would be called a, as a.txt is already" in str(loaded.problems[0])


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    study(tmp_path, a_txt="Hei.", b_txt="")
    told: list[tuple[int, int, str]] = []
    load_transcripts(tmp_path, on_error="collect", progress=lambda *step: told.append(step))
    assert told == [(1, 2, "a.txt"), (2, 2, "b.txt")]


def test_the_documents_own_map_comes_before_the_register(tmp_path: Path) -> None:
    study(
        tmp_path,
        informants_csv="code,role,name\nS1,Skoleeier,Taler 1\nS2,Skoleeier,\n",
        documents_csv="document,speakers,region\na,Taler 1=S2; Taler 2=I,Vest\n",
        a_txt="Taler 1: Ja.\nTaler 2: Nei.\n",
        b_txt="Taler 1: Ja.\nI: Nei.\n",
    )
    first, second = load_transcripts(tmp_path)
    assert [turn.informant for turn in first.turns] == ["S2", "I"]
    assert [turn.informant for turn in second.turns] == ["S1", "I"]
    assert first.attributes == {"region": "Vest"}
    assert [(row.code, row.role) for row in first.register or ()] == [
        ("S1", "Skoleeier"), ("S2", "Skoleeier"), ("I", "intervjuer"),
    ]  # fmt: skip


def test_a_map_to_a_code_nobody_registered_is_a_problem(tmp_path: Path, register: Register) -> None:
    study(tmp_path, a_txt="Taler 1: Ja.\n")
    entry = {"a": DocumentEntry("a", speakers={"Taler 1": "R9"}, row=7)}
    with pytest.raises(RegisterError, match=r"«Taler 1» is R9 \(documents.csv, line 7\), which is not in the register"):
        load_transcripts(tmp_path, informants=register, documents=entry)


def test_an_unknown_speaker_is_loaded_and_named_with_its_turn(tmp_path: Path, register: Register) -> None:
    study(tmp_path, a_txt="I: Hei.\nOla: Hei.\nI: Ja?\nOla: Ja.\n")
    (one,) = load_transcripts(tmp_path, informants=register)
    (error,) = unknown_speakers(one)
    assert (error.document, error.turn, error.label) == ("a", 2, "Ola")
    assert [turn.informant for turn in one.turns] == ["I", None, "I", None]
    assert str(error).startswith("a, turn 2 (and 1 more): nobody in the register is called «Ola».")
    assert one.warnings == (str(error),)


def test_without_a_register_nobody_is_keyed_and_nobody_unknown(tmp_path: Path) -> None:
    study(tmp_path, a_txt="I: Hei.\nS1: Hei.\n")
    (one,) = load_transcripts(tmp_path)
    assert [(turn.speaker, turn.informant) for turn in one.turns] == [("I", None), ("S1", None)]
    assert one.register is None
    assert unknown_speakers(one) == []


def test_a_text_without_turns_belongs_to_its_informant(tmp_path: Path, register: Register) -> None:
    study(tmp_path, a_txt="Først.\n\nSå.", b_txt="Først.", c_txt="§ 1.")
    documents = {"a": DocumentEntry("a", informant="S1"), "c": DocumentEntry("c", kind="annet")}
    first, second, law = load_transcripts(tmp_path, informants=register, documents=documents)
    assert [(turn.informant, turn.speaker) for turn in first.turns] == [("S1", None), ("S1", None)]
    (error,) = unknown_speakers(second)
    assert "column «informant» of documents.csv" in str(error)
    assert unknown_speakers(law) == []


def test_the_hash_is_of_the_raw_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfI: Hei.\r\n")
    assert load_transcripts(path)[0].sha256 == sha256(path.read_bytes()).hexdigest()


def test_the_sample_study_is_keyed_whole() -> None:
    folder = Path(__file__).parents[2] / "transcripts_sample"
    register = read_informants(folder / "informants.csv")
    loaded = load_transcripts(folder)
    assert len(loaded) == 11
    for one in loaded:
        assert unknown_speakers(one) == []
        assert all(turn.informant in register for turn in one.turns)
        assert all(one.text[turn.start : turn.end] == turn.text for turn in one.turns)


anything = st.text(st.characters(exclude_categories=()), max_size=200)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(texts=st.lists(anything))
def test_every_turn_stands_where_it_says(texts: list[str]) -> None:
    said = join_same_speaker(Said(text[:1] or None, text) for text in texts)
    text, turns = build(said, [None] * len(said))
    assert [text[turn.start : turn.end] for turn in turns] == [one.text for one in said]
    assert text == "\n".join(one.text for one in said)


@given(text=anything)
def test_a_repaired_text_can_be_stored_and_needs_no_more_repair(text: str) -> None:
    once = repair(text, Counter())
    again: Counter[str] = Counter()
    assert repair(once, again) == once
    assert again == {}
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once.encode().decode()


@quick
@given(text=anything.filter(lambda text: bool(text.strip())), ending=st.sampled_from(["txt", "vtt", "srt", "csv"]))
def test_any_text_is_read_or_refused_with_a_sentence(tmp_path: Path, text: str, ending: str) -> None:
    before = {
        "txt": "I: ",
        "vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n",
        "srt": "1\n00:00:01,0 --> 00:00:02,0\n",
        "csv": "",
    }
    path = tmp_path / f"a.{ending}"
    path.write_bytes((before[ending] + text).encode("utf-8", "surrogatepass"))
    for one in load_transcripts(path, on_error="collect"):
        assert [one.text[turn.start : turn.end] for turn in one.turns] == [turn.text for turn in one.turns]
        assert one.text == "\n".join(turn.text for turn in one.turns)
        assert unicodedata.is_normalized("NFC", one.text)


@quick
@given(data=st.binary(max_size=300), ending=st.sampled_from(["txt", "vtt", "srt", "csv", "docx"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    loaded = load_transcripts(path, on_error="collect")
    assert len(loaded) + len(loaded.problems) == 1


@quick
@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_word_file_is_read_or_refused_with_a_sentence(tmp_path: Path, flips: list[tuple[int, int]]) -> None:
    whole = bytearray(zipped({"word/document.xml": document_xml(paragraph("I: Hei.") + paragraph("S1: Ja."))}))
    for place, value in flips:
        whole[place % len(whole)] = value
    path = tmp_path / "a.docx"
    path.write_bytes(bytes(whole))
    loaded = load_transcripts(path, on_error="collect")
    assert len(loaded) + len(loaded.problems) == 1


def test_a_register_that_cannot_be_read_keeps_words_from_being_loaded_unkeyed(tmp_path: Path) -> None:
    study(tmp_path, informants_csv="kode\nS1\n", a_txt="S1: Hei.")
    loaded = load_transcripts([tmp_path, tmp_path / "a.txt"], on_error="collect")
    assert "there is no column «code»" in str(loaded.problems[0])
    assert [(one.name, one.register) for one in loaded] == [("a", None)]


def test_one_table_for_many_files_is_read_and_its_problems_told_once(tmp_path: Path) -> None:
    study(tmp_path, informants_csv="code\nS1\nS1\nS2\n", a_txt="S2: Hei.", b_txt="S2: Hei.")
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    loaded = load_transcripts(files, informants=tmp_path / "informants.csv", on_error="collect")
    assert len(loaded.problems) == 1
    assert [one.turns[0].informant for one in loaded] == ["S2", "S2"]


def test_a_folder_without_transcripts_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="There are no transcripts in"):
        load_transcripts(tmp_path)


def test_linked_folders_are_not_entered(tmp_path: Path) -> None:
    study(tmp_path, a_txt="Hei.")
    (tmp_path / "ring").symlink_to(tmp_path, target_is_directory=True)
    assert [one.name for one in load_transcripts(tmp_path)] == ["a"]


def test_a_closed_folder_or_a_name_too_long_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study(tmp_path, a_txt="Hei.")
    closed = tmp_path / "stengt"
    closed.mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(closed))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    loaded = load_transcripts([tmp_path / ("x" * 300), tmp_path], on_error="collect")
    assert [one.name for one in loaded] == ["a"]
    said = sorted(str(problem)[:10] for problem in loaded.problems)
    assert said == ["The folder", "x" * 10]


def test_two_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("høst", "vår"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "S1.txt").write_text("Hei.")
    loaded = load_transcripts(tmp_path, on_error="collect")
    assert f"{tmp_path / 'vår' / 'S1.txt'} would be called S1, as {tmp_path / 'høst' / 'S1.txt'}" in str(
        loaded.problems[0]
    )
