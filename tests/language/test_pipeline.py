"""Which pipeline is taken, what it says of itself, and that loading one touches nothing else."""

from __future__ import annotations

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from thinc.api import get_current_ops

import qualkit as qk
from qualkit.language import pipeline as pipelines
from qualkit.language.pipeline import OURS, Pipeline, load_pipeline


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALKIT_PIPELINE", raising=False)


@pytest.fixture(scope="module")
def ours() -> Pipeline:
    return load_pipeline(OURS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    nlp = spacy.blank("nn")
    nlp.add_pipe("sentencizer")
    nlp.meta.update(name="team_pipeline", version="2.1")
    nlp.to_disk(tmp_path / "team")
    return tmp_path / "team"


def _installed(monkeypatch: pytest.MonkeyPatch, folder: Path, package: str) -> None:
    """Put a package on the path that loads as a spaCy pipeline, or fails to."""
    (folder / f"{package}.py").write_text(
        "import spacy\n\ndef load(**options):\n    return spacy.blank('nb')\n\n__version__ = '3.8.0'\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(folder)


def test_without_any_other_our_own_is_taken_and_says_so() -> None:
    loaded = load_pipeline()
    assert loaded.name == OURS
    assert loaded.components == ("tok2vec", "morphologizer", "senter", "sentence_rule", "ner")
    assert loaded.label == f"{OURS} {loaded.version} (spaCy {spacy.__version__})"
    assert "first of those that are here" in loaded.why


def test_parts_of_speech_in_both_languages(ours: Pipeline) -> None:
    bokmal = ours.nlp("Rektoren hadde ikke tid til veiledning i fjor.")
    assert [token.pos_ for token in bokmal] == ["NOUN", "VERB", "PART", "NOUN", "ADP", "NOUN", "ADP", "NOUN", "PUNCT"]
    nynorsk = ours.nlp("Eg veit ikkje kven som skal rettleie dei nye lærarane.")
    assert [token.pos_ for token in nynorsk][:3] == ["PRON", "VERB", "PART"]
    assert nynorsk[9].pos_ == "NOUN"
    assert "Number=Plur" in nynorsk[9].morph


PEOPLE = {
    "Vi spurte Solveig Bakken om hun kunne ta møtet.": "Solveig Bakken",
    "Etter at Per Hansen sluttet, ble det stille på skolen.": "Per Hansen",
    "Det var Ingrid som ringte kommunen først.": "Ingrid",
    "Jeg husker at Thomas Lie ikke fikk svar.": "Thomas Lie",
    "Rektor Anne Vik ville ha flere timer.": "Anne Vik",
    "Eg snakka med Torbjørn Moe etter møtet.": "Torbjørn Moe",
    "Ho Marit sa at me måtte vente til hausten.": "Marit",
    "Då Knut Haugen kom, vart alt mykje lettare.": "Knut Haugen",
    "Me har alltid spurt Gunnhild Aas om hjelp.": "Gunnhild Aas",
    "Det er Olav som har ansvaret for planen.": "Olav",
}


def _found(ours: Pipeline, text: str, label: str) -> set[str]:
    return {entity.text for entity in ours.nlp(text).ents if entity.label_ == label}


def test_people_are_seen_and_most_of_them_without_capitals_too(ours: Pipeline) -> None:
    seen = sum(name in _found(ours, text, "PER") for text, name in PEOPLE.items())
    lowered = sum(name.lower() in _found(ours, text.lower(), "PER") for text, name in PEOPLE.items())
    assert seen >= 9
    assert lowered >= 7


def test_places_are_seen(ours: Pipeline) -> None:
    assert "Trondheim" in _found(ours, "Vi reiste til Trondheim for å lære av de andre.", "GPE")
    assert "Bergen" in _found(ours, "Eg flytta til Bergen då eg var ferdig på skulen.", "GPE")


def test_no_sentence_runs_over_a_line_break(ours: Pipeline) -> None:
    document = ours.nlp("Det var mange som sluttet\nDa måtte vi begynne på nytt. Det tok tid.")
    assert [sentence.text.strip() for sentence in document.sents] == [
        "Det var mange som sluttet",
        "Da måtte vi begynne på nytt.",
        "Det tok tid.",
    ]


def test_the_same_text_is_read_alike_every_time(ours: Pipeline) -> None:
    text = "Ho Ingrid frå Voss sa at leiinga ikkje høyrde etter. Det gjekk ut over tilliten."
    one = ours.nlp(text).to_json()
    again = load_pipeline(OURS).nlp(text).to_json()
    assert one == again == next(iter(ours.nlp.pipe([text, "Noe helt annet."]))).to_json()


def test_an_empty_text_has_no_sentences(ours: Pipeline) -> None:
    assert list(ours.nlp("").sents) == []
    assert len(ours.nlp(" \n ").ents) == 0


def test_weights_are_stored_small_and_computed_with_as_single_precision(ours: Pipeline) -> None:
    kinds = {
        str(node.get_param(name).dtype)
        for _, pipe in ours.nlp.pipeline
        if hasattr(pipe, "model")
        for node in pipe.model.walk()
        for name in node.param_names
        if node.has_param(name)
    }
    assert kinds == {"float32"}


def test_loading_leaves_the_arithmetic_of_other_programs_alone() -> None:
    before = get_current_ops()
    load_pipeline(OURS)
    assert get_current_ops() is before


def test_a_folder_is_loaded_and_called_by_its_own_name(folder: Path) -> None:
    loaded = load_pipeline(folder)
    assert (loaded.name, loaded.version, loaded.why) == ("team_pipeline", "2.1", "asked for")
    assert loaded.components == ("sentencizer",)


def test_the_setting_is_asked_where_no_name_is_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALKIT_PIPELINE", str(folder))
    assert load_pipeline().name == "team_pipeline"
    assert load_pipeline().why == "set in QUALKIT_PIPELINE"
    assert load_pipeline("rules").name == "rules"


def test_an_installed_pipeline_comes_before_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(monkeypatch, tmp_path, "nb_core_news_sm")
    monkeypatch.setattr("spacy.util.is_package", lambda name: name == "nb_core_news_sm")
    assert load_pipeline().name == "nb_core_news_sm"


def test_one_that_cannot_be_loaded_is_passed_over_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nb_core_news_lg.py").write_text("raise ImportError('laget for spaCy 2')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("spacy.util.is_package", lambda name: name == "nb_core_news_lg")
    loaded = load_pipeline()
    assert loaded.name == OURS
    assert "nb_core_news_lg is here but cannot be loaded (laget for spaCy 2)" in loaded.why


def test_without_weights_rules_find_the_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "_OUR_FOLDER", tmp_path / "none")
    loaded = load_pipeline()
    assert (loaded.name, loaded.components) == ("rules", ("sentences_by_rule",))
    assert len(list(loaded.nlp("Ja. Nei.").sents)) == 2


def test_a_name_that_is_not_here_is_an_error_that_helps() -> None:
    with pytest.raises(qk.InputError, match=r"«nb_core_news_xl».*qualkit_nb_nn or rules"):
        load_pipeline("nb_core_news_xl")
    assert importlib.util.find_spec("nb_core_news_xl") is None
    with pytest.raises(qk.InputError, match=r"no pipeline «\./ingenting»"):
        load_pipeline("./ingenting")


@pytest.mark.parametrize("broken", ["[nlp]\nlang = nb\n", "ikke en konfigurasjon", ""])
def test_a_folder_that_is_not_whole_is_an_error_that_helps(folder: Path, broken: str) -> None:
    (folder / "config.cfg").write_text(broken, encoding="utf-8")
    with pytest.raises(qk.ReadError, match="cannot be loaded with spaCy"):
        load_pipeline(folder)


def test_weights_cut_short_are_an_error_that_helps(tmp_path: Path) -> None:
    shutil.copytree(pipelines._OUR_FOLDER, tmp_path / "cut")
    weights = tmp_path / "cut" / "ner" / "model"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(qk.ReadError, match="cannot be loaded with spaCy"):
        load_pipeline(tmp_path / "cut")


def test_sentences_of_a_parser_keep_to_the_lines(tmp_path: Path) -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe("parser").add_label("dep")
    nlp.initialize()
    nlp.to_disk(tmp_path / "parsed")
    loaded = load_pipeline(tmp_path / "parsed")
    assert loaded.components == ("sentences_by_line", "parser")
    assert any(token.is_sent_start and token.text == "To" for token in loaded.nlp("En ting\nTo ting"))


def test_nothing_touches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    document = load_pipeline().nlp("Kommunen ville ikke svare. Vi ventet.")
    assert len(list(document.sents)) == 2
    assert len(list(load_pipeline("rules").nlp("Ja. Nei.").sents)) == 2


def test_importing_and_loading_open_no_connection_in_a_new_process() -> None:
    said = (
        "import sys\n"
        "asked = []\n"
        "sys.addaudithook(lambda event, _: asked.append(event) if event in "
        "('socket.connect', 'socket.getaddrinfo', 'socket.sendto') else None)\n"
        "from qualkit.language.pipeline import load_pipeline\n"
        "load_pipeline().nlp('Det gikk bra.')\n"
        "print(asked)\n"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_weights_carry_no_words_but_labels() -> None:
    strings = json.loads((pipelines._OUR_FOLDER / "vocab" / "strings.json").read_text(encoding="utf-8"))
    labels = {"PER", "ORG", "GPE", "LOC", "PROD", "EVT", "DRV", "MISC"}
    marked = {text for text in strings if "=" in text}
    assert labels <= set(strings)
    assert all(text.isupper() or text == "_" for text in set(strings) - marked)
