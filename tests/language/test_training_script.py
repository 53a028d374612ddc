"""The script that trains the pipeline, on a treebank of six invented sentences."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from small_treebank import NB, NN, write_treebank

from qualkit.language.pipeline import load_pipeline

SCRIPTS = Path(__file__).parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))

from language_model.names import Names  # noqa: E402  # the scripts are no package; their folder is put on the path
from language_model.treebank import (  # noqa: E402
    Entity,
    Sentence,
    dev_sentences,
    guess_spaces,
    training_documents,
)
from language_model.variation import lowered, with_other_names, without  # noqa: E402


@pytest.fixture(scope="module")
def treebank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_treebank(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("names") / "names.json.gz"
    tables = {
        "first_names": {"1950:female": [["Kari", 50], ["Solfrid", 9]], "1890:male": [["Gamle", 900]]},
        "surnames": {"2024": [["Utgått", 10]], "2025": [["Lund", 40], ["Moss", 20], ["To Ord", 5]]},
    }
    with gzip.open(path, "wt", encoding="utf-8") as opened:
        json.dump(tables, opened)
    return path


def _trained(treebank: Path, language: str) -> list[Sentence]:
    return [sentence for document in training_documents(treebank, language) for sentence in document]


@pytest.mark.parametrize(("language", "sentences"), [("nb", NB), ("nn", NN)])
def test_the_rules_give_the_parts_of_speech_of_ud(treebank: Path, language: str, sentences: list) -> None:  # type: ignore[type-arg]
    expected = [tuple(row[-1] for row in rows if row[0] != "|") for rows in sentences[:2]]
    assert [sentence.pos for sentence in _trained(treebank, language)] == expected


def test_dev_sentences_are_never_trained_on(treebank: Path) -> None:
    for language in ("nb", "nn"):
        held = {sentence.words for sentence in dev_sentences(treebank, language)}
        assert held
        assert not held & {sentence.words for sentence in _trained(treebank, language)}


def test_test_sentences_are_left_out_where_their_file_lies_there(tmp_path: Path) -> None:
    treebank = write_treebank(tmp_path)
    (treebank / "no_nynorsk-ud-test.conllu").write_text(
        "1\tEg\t_\tPRON\t_\t_\t0\tdep\t_\t_\n\n"
        + "".join(f"{at}\t{row[0]}\t_\tX\t_\t_\t0\tdep\t_\t_\n" for at, row in enumerate(NN[0], start=1)),
        encoding="utf-8",
    )
    assert [sentence.words[0] for sentence in _trained(treebank, "nn")] == ["Ho"]


def test_a_headline_of_dev_is_known_without_its_bar(tmp_path: Path) -> None:
    treebank = write_treebank(tmp_path)
    for path in treebank.glob("*nob-dev.conllu"):
        last = "name=O" if "norne" in path.name else "_"
        headline = "".join(
            f"{at}\t{row[0]}\t_\tX\t_\t_\t0\tdep\t_\t{last}\n" for at, row in enumerate(NB[1][:-1], start=1)
        )
        path.write_text(path.read_text(encoding="utf-8") + headline + "\n", encoding="utf-8")
    assert [sentence.words[0] for sentence in _trained(treebank, "nb")] == ["Rektor"]
    assert [sentence.line_end for sentence in dev_sentences(treebank, "nb")] == [False, True]


def test_names_are_read_and_places_are_one_class(treebank: Path) -> None:
    first, headline = _trained(treebank, "nb")
    assert first.entities == (Entity(1, 3, "PER"), Entity(6, 7, "GPE"))
    assert headline.words == ("Han", "ble", "lærer")
    assert _trained(treebank, "nn")[0].entities == (Entity(4, 5, "GPE"),)


def test_features_are_uds_own_in_both_languages(treebank: Path) -> None:
    assert _trained(treebank, "nb")[0].morph[0] == "Definite=Ind|Gender=Masc|Number=Sing"
    assert _trained(treebank, "nn")[1].morph[3] == "Definite=Def|Gender=Masc|Number=Sing"


def test_spaces_stand_where_print_has_them() -> None:
    words = ["Hun", "sa", '"', "nei", '"', "(", "igjen", ")", "."]
    written = "".join(word + " " * space for word, space in zip(words, guess_spaces(words), strict=True))
    assert written == 'Hun sa "nei" (igjen). '


def test_a_swapped_name_keeps_its_place_and_its_genitive(treebank: Path, names: Path) -> None:
    first = _trained(treebank, "nb")[0]
    drawn = Names(names)
    given, family = set(), set()
    for seed in range(60):
        swapped = with_other_names(first, drawn, random.Random(seed))
        assert swapped.entities == first.entities
        assert swapped.words[:1] + swapped.words[3:] == first.words[:1] + first.words[3:]
        given.add(swapped.words[1])
        family.add(swapped.words[2])
    assert given == {"Kari", "Solfrid"}
    assert family == {"Lunds", "Moss'"}


def test_text_without_punctuation_keeps_its_names_and_spaces() -> None:
    sentence = Sentence(
        ("Ja", ",", "Kari", "."), (False, True, False, True), ("INTJ", "PUNCT", "PROPN", "PUNCT"), ("",) * 4,
        (Entity(2, 3, "PER"),),
    )  # fmt: skip
    bare = without(lowered(sentence), {1, 3})
    assert bare.words == ("ja", "kari")
    assert bare.spaces == (True, True)
    assert bare.entities == (Entity(1, 2, "PER"),)


def test_the_script_trains_joins_measures_and_writes_its_card(treebank: Path, names: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "train_language_model.py"), str(treebank), "--names", str(names)]
    options = ["--out", str(tmp_path / "model"), "--work", str(tmp_path / "work"), "--steps", "2"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    card = (tmp_path / "model" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| persons, recall, text in lower case |" in card
    assert "1 sentences and 9 words in Bokmål" in card
    loaded = load_pipeline(tmp_path / "model")
    assert loaded.components == ("tok2vec", "morphologizer", "senter", "sentence_rule", "ner")
    strings = (tmp_path / "model" / "vocab" / "strings.json").read_text(encoding="utf-8")
    assert "Solbygd" not in strings
    assert "Rektor" not in strings


def test_a_folder_without_a_corpus_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Give the folder that holds ndt/"):
        training_documents(tmp_path, "nb")
