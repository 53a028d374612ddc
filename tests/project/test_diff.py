"""What changed in the codebook between two moments: the frame for programs, the notes for people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import qualkit as qk
from qualkit.export.sentences import sentences
from qualkit.project.diff import COLUMNS, Diff
from qualkit.store.events import Draft, joined_tips

REGISTER = "code,role,group,name\nS1,Skoleeier,1,\nR1.1,Skoleleder,1,\nR1.2,Skoleleder,1,\nI,intervjuer,,\n"

MEETING = """I: Hva er vanskelig?
R1.1: Det er tida, liksom. Ingen spurte meg.
R1.2: Hvem skulle vente på hvem? Vi ventet på svar hele våren.
S1: Vi fikk aldri skrevet det ned.
"""


@pytest.fixture
def study(address: str, tmp_path: Path) -> Iterator[qk.Project]:
    """One meeting of three people, on a file and on PostgreSQL; Tid with Møtetid below it, Uklarhet and Tvil, a theme
    on Tid, six codings by two people; all of it named v01."""
    folder = tmp_path / "intervjuer"
    folder.mkdir()
    (folder / "informants.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "fokus.txt").write_text(MEETING, encoding="utf-8")
    with qk.Project.create(address) as project:
        project.add(qk.load_transcripts(folder), coder="MB")
        project.add_code("Tid", coder="MB", definition="Tid man har til noe.")
        project.add_code("Møtetid", parent="Tid", coder="MB")
        project.add_code("Uklarhet", coder="MB", definition="Det er uklart hvem som gjør hva.")
        project.add_code("Tvil", coder="AK")
        project.add_theme("Kapasitet", codes=["Tid"], coder="MB")
        project.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="MB")
        project.code("R1.2", "Hvem skulle vente på hvem?", as_="Uklarhet", coder="MB")
        project.code("R1.2", "Hvem skulle vente på hvem?", as_="Tvil", coder="MB")
        project.code("R1.1", "Ingen spurte meg.", as_="Tvil", coder="AK")
        project.code("S1", "Vi fikk aldri skrevet det ned.", as_="Uklarhet", coder="AK")
        project.code("R1.2", "Vi ventet på svar hele våren.", as_="Møtetid", coder="AK")
        project.version("v01", coder="MB")
        yield project


def told(diff: Diff) -> list[tuple[str, ...]]:
    columns = ("change", "path", "codings", "informants", "coder", "why")
    return [tuple(map(str, row)) for row in diff.frame[list(columns)].itertuples(index=False)]


def lines(diff: Diff, language: str = "nb") -> list[str]:
    """The notes below their introduction, with DAG for the day on which all was done."""
    day = sentences(language).day(diff.end.at, year=False)
    text = diff.text(language).split("\n")
    return [line.replace(day, "DAG") for line in text[text.index({"nb": "Koder", "en": "Codes"}[language]) :] if line]


def test_a_merge_says_what_was_coded_with_the_merged_code_who_did_it_with_whom_and_why(study: qk.Project) -> None:
    study.merge(["Tvil"], into="Uklarhet", coder="MB", present=["AK", "LO"], why="vi klarte ikke å skille dem")
    diff = study.diff("v01")
    assert told(diff) == [("merge", "Tvil", "2", "R1.1; R1.2", "MB", "vi klarte ikke å skille dem")]
    (row,) = diff.frame.to_dict("records")
    assert (row["other_path"], row["present"], row["noun"]) == ("Uklarhet", "AK; LO", "code")
    assert row["steps"] == study.history().iloc[-1]["step"]
    assert lines(diff) == [
        "Koder",
        "Uklarhet",
        "  Slått sammen: Tvil leses nå som Uklarhet (2 kodinger; R1.1, R1.2). MB, DAG, sammen med AK og LO: «vi klarte "
        "ikke å skille dem».",
    ]
    assert lines(diff, "en")[-1] == (
        "  Merged: Tvil is now read as Uklarhet (2 codings; R1.1, R1.2). MB, DAG, together with AK and LO: “vi klarte "
        "ikke å skille dem”."
    )


def test_several_codes_merged_at_once_are_one_paragraph_and_a_row_each(study: qk.Project) -> None:
    study.merge(["Tvil", "Tid"], into="Uklarhet", coder="MB")
    diff = study.diff("v01")
    assert [row[:4] for row in told(diff)] == [
        ("merge", "Tid", "1", "R1.1"), ("merge", "Tvil", "2", "R1.1; R1.2"),
    ]  # fmt: skip
    assert lines(diff)[2] == "  Slått sammen: Tid og Tvil leses nå som Uklarhet (3 kodinger; R1.1, R1.2). MB, DAG."
    assert "Tid and Tvil are now read as Uklarhet" in diff.text("en")


def test_merges_of_two_days_into_one_code_are_told_apart(study: qk.Project) -> None:
    study.add_code("Rom", coder="MB")
    study.add_code("Møte", coder="MB")
    study.version("v02", coder="MB")
    study.merge(["Møte", "Tvil"], into="Uklarhet", coder="MB", why="samme sak")
    study.merge(["Rom"], into="Uklarhet", coder="AK", why="tom")
    assert lines(study.diff("v02"))[2:] == [
        "  Slått sammen: Møte og Tvil leses nå som Uklarhet (2 kodinger; R1.1, R1.2). MB, DAG: «samme sak».",
        "  Slått sammen: Rom leses nå som Uklarhet (ingen kodinger). AK, DAG: «tom».",
    ]


def test_a_chain_of_merges_is_told_as_where_it_ends_with_every_reason(study: qk.Project) -> None:
    study.merge(["Tvil"], into="Uklarhet", coder="AK", why="samme sak")
    study.merge(["Uklarhet"], into="Tid", coder="MB", why="alt er tid")
    assert [(row[1], row[2], row[5]) for row in told(study.diff("v01"))] == [
        ("Tvil", "2", "samme sak; alt er tid"), ("Uklarhet", "3", "alt er tid"),
    ]  # fmt: skip


def test_a_redefinition_shows_the_words_struck_and_put_in(study: qk.Project) -> None:
    study.redefine("Uklarhet", definition="Det er ikke avtalt hvem som gjør hva.", coder="AK", why="vi fant to slags")
    diff = study.diff("v01")
    (row,) = diff.frame.to_dict("records")
    assert (row["change"], row["field"], row["codings"], row["informants"]) == ("redefine", "definition", 2, "R1.2; S1")
    assert (row["before"], row["after"]) == (
        "Det er uklart hvem som gjør hva.", "Det er ikke avtalt hvem som gjør hva.",
    )  # fmt: skip
    assert lines(diff)[-1] == (
        "  Endret betydning. Definisjon: «Det er [-uklart-] {+ikke avtalt+} hvem som gjør hva.» (2 kodinger; R1.2, "
        "S1). AK, DAG: «vi fant to slags»."
    )
    assert "Ord som er [-strøket-], og ord som er {+satt inn+}." in diff.text()
    assert "“Det er ~~uklart~~ <ins>ikke avtalt</ins> hvem som gjør hva.”" in diff.markdown("en")


def test_fields_written_in_one_step_are_one_paragraph_and_an_example_is_no_new_meaning(study: qk.Project) -> None:
    study.redefine("Uklarhet", include="Roller.", exclude="Tvil.", coder="AK")
    study.redefine("Tid", example="Det er tida", coder="AK")
    study.redefine("Tvil", colour="#366E8F", coder="MB")
    diff = study.diff("v01")
    assert list(diff.frame["change"]) == ["redefine", "recolour", "redefine", "redefine"]
    assert lines(diff)[1:] == [
        "Tid",
        "  Endret beskrivelse. Eksempel: «{+Det er tida+}» (1 koding; R1.1). AK, DAG.",
        "Tvil",
        "  Ny farge: #366E8F. MB, DAG.",
        "Uklarhet",
        "  Endret betydning. Ta med: «{+Roller.+}» Hold utenfor: «{+Tvil.+}» (2 kodinger; R1.2, S1). AK, DAG.",
    ]


def test_two_renames_are_one_with_both_reasons_and_one_taken_back_is_none(study: qk.Project) -> None:
    study.rename("Tid", "Tida", coder="MB", why="slik de sier det")
    study.rename("Tida", "Knapp tid", coder="AK", why="det er for lite av den")
    diff = study.diff("v01")
    assert told(diff) == [
        ("rename", "Knapp tid", "1", "R1.1", "MB; AK", "slik de sier det; det er for lite av den"),
    ]  # fmt: skip
    assert lines(diff)[-1] == (
        "  Nytt navn: Tid heter nå Knapp tid (1 koding; R1.1). MB, DAG: «slik de sier det». AK, DAG: «det er for "
        "lite av den»."
    )
    study.rename("Knapp tid", "Tid", coder="AK")
    assert not study.diff("v01")
    assert study.diff("v01").text() == "Ingen endringer i kodeboken fra «v01» til nå.\n"
    assert study.diff("v01").markdown("en") == "No changes to the codebook from “v01” until now.\n"


def test_what_was_born_and_undone_in_between_is_not_told(study: qk.Project) -> None:
    study.add_code("Rom", coder="LO")
    study.merge(["Tvil"], into="Uklarhet", coder="LO")
    study.undo(coder="LO")
    study.undo(coder="LO")
    assert len(study.diff("v01")) == 0
    assert list(study.diff("v01").frame.columns) == list(COLUMNS)
    assert study.diff("v01").frame["codings"].dtype == "int64"


def test_a_new_code_is_told_with_its_final_wording_and_everyone_who_had_a_part(study: qk.Project) -> None:
    study.add_code("Rom", coder="LO", why="det manglet")
    study.redefine("Rom", definition="Et sted å være.", include="Også rom på nett.", coder="AK")
    study.move("Rom", under="Tid", coder="MB")
    study.code("S1", "Vi fikk aldri skrevet det ned.", as_="Rom", coder="AK")
    diff = study.diff("v01")
    assert told(diff) == [("create", "Tid > Rom", "1", "S1", "LO; AK; MB", "det manglet")]
    assert diff.frame["after"][0] == "Et sted å være."
    assert lines(diff)[-1].startswith(
        "  Ny kode: «Et sted å være.» Ta med: «Også rom på nett.» (1 koding; S1). LO, DAG"
    )


def test_a_split_touches_those_that_moved(study: qk.Project) -> None:
    chosen = study.codings(where={"code": "Uklarhet", "informant": "S1"})
    study.split("Uklarhet", codings=chosen, into="Uskrevet", coder="AK", definition="Ikke skrevet.", why="to slags")
    study.code("R1.1", "Ingen spurte meg.", as_="Uskrevet", coder="MB")
    diff = study.diff("v01")
    assert told(diff) == [("split", "Uskrevet", "1", "S1", "AK", "to slags")]
    assert diff.frame["other_path"][0] == "Uklarhet"
    assert lines(diff)[-1] == ("  Skilt ut fra Uklarhet: «Ikke skrevet.» (1 koding flyttet; S1). AK, DAG: «to slags».")


def test_a_move_takes_those_below_along_and_a_retired_code_keeps_its_codings(study: qk.Project) -> None:
    study.move("Tid", under="Uklarhet", coder="AK")
    study.retire("Tvil", coder="MB", why="for vid")
    diff = study.diff("v01")
    assert told(diff) == [
        ("retire", "Tvil", "2", "R1.1; R1.2", "MB", "for vid"), ("move", "Uklarhet > Tid", "2", "R1.1; R1.2", "AK", ""),
    ]  # fmt: skip
    assert lines(diff)[1:] == [
        "Tvil",
        "  Tatt ut av bruk (2 kodinger blir stående; R1.1, R1.2). MB, DAG: «for vid».",
        "Uklarhet > Tid",
        "  Flyttet: sto øverst, står nå under Uklarhet (2 kodinger; R1.1, R1.2). AK, DAG.",
    ]
    study.version("v02", coder="MB")
    study.revive("Tvil", coder="MB")
    study.move("Tid", coder="AK")
    assert "Flyttet: sto under Uklarhet, står nå øverst (" in study.diff("v02").text()
    assert "  Tatt i bruk igjen (2 kodinger; R1.1, R1.2). MB" in study.diff("v02").text()


def test_what_an_undo_did_is_told_with_who_undid_it_and_why(study: qk.Project) -> None:
    study.merge(["Tvil"], into="Uklarhet", coder="MB", why="samme sak")
    study.version("v02", coder="MB")
    study.undo(
        coder="AK", of="*", step=study.history().query("what.str.startswith('merged')")["step"].iloc[0], why="to ting"
    )
    diff = study.diff("v02")
    assert told(diff) == [("unmerge", "Tvil", "2", "R1.1; R1.2", "AK", "to ting")]
    assert diff.frame["how"][0] == "undone"
    assert lines(diff)[-1] == (
        "  Lest hver for seg igjen: Tvil leses ikke lenger som Uklarhet (2 kodinger; R1.1, R1.2). Angret av AK, DAG: "
        "«to ting»."
    )
    study.version("v03", coder="MB")
    study.redo(coder="AK", of="MB", step=study.history().query("what.str.startswith('merged')")["step"].iloc[0])
    assert [row[0] for row in told(study.diff("v03"))] == ["merge"]
    assert "Gjort om igjen av AK" in study.diff("v03").text()
    assert not study.diff("v02")


def test_a_code_whose_birth_was_undone_is_no_longer_in_the_codebook(study: qk.Project) -> None:
    study.add_code("Rom", coder="LO")
    study.version("v02", coder="LO")
    study.undo(coder="LO", step=study.history().query("what == 'made the code «Rom»'")["step"].iloc[0])
    diff = study.diff("v02")
    assert told(diff) == [("drop", "Rom", "0", "", "LO", "")]
    assert lines(diff)[1:] == ["Rom", "  Ikke lenger i kodeboken. Angret av LO, DAG."]


def test_themes_are_told_after_the_codes(study: qk.Project) -> None:
    study.add_theme(
        "Å vente", codes=["Tvil", "Uklarhet"], concept="Den som venter, tviler.", coder="AK", why="lest på nytt"
    )
    study.add_code("Rom", coder="MB")
    diff = study.diff("v01")
    assert [row[:4] for row in told(diff)] == [
        ("create", "Rom", "0", ""), ("create", "Å vente", "4", "R1.1; R1.2; S1"),
    ]  # fmt: skip
    assert lines(diff)[-3:] == [
        "Temaer",
        "Å vente",
        "  Nytt tema: «Den som venter, tviler.» Kodene Tvil og Uklarhet. Opphav: data (4 kodinger; R1.1, R1.2, S1). "
        "AK, DAG: «lest på nytt».",
    ]


def test_a_new_theme_and_a_code_without_a_definition_are_told_with_what_they_have(study: qk.Project) -> None:
    study.add_code("Rom", include="Rom på nett.", coder="MB")
    study.add_theme("Evne", origin="oppdrag", questions=["Hvem kan?", "Hva skal til?"], why="sto der", coder="AK")
    text = lines(study.diff("v01"))
    assert text[2] == "  Ny kode. Ta med: «Rom på nett.» (ingen kodinger). MB, DAG."
    assert text[-1] == (
        "  Nytt tema. Spørsmål: «Hvem kan?» og «Hva skal til?» Opphav: oppdrag (ingen kodinger). AK, DAG: «sto der»."
    )


def test_a_theme_that_was_written_anew_is_told_field_by_field(study: qk.Project) -> None:
    theme, code = study.theme("Kapasitet").id, study.codebook().find("Tvil").id
    tid = study.codebook().find("Tid").id
    with study._store.writing("AK") as writer:
        names = {"name": "Evne", "concept": "Den som har tid.", "reason": "klarere"}
        writer.append([Draft("theme.set", {"theme": theme}, names)])
        writer.append([Draft("theme.set", {"theme": theme, "codes": [code]}, {"reason": "tvilen bærer det"})])
    diff = study.diff("v01")
    assert [(row[0], row[2], row[5]) for row in told(diff)] == [
        ("rename", "2", "klarere"), ("redefine", "2", "klarere"), ("join", "2", "tvilen bærer det"),
        ("leave", "2", "tvilen bærer det"),
    ]  # fmt: skip
    assert list(diff.frame["other"]) == ["", "", code, tid]
    text = diff.text()
    assert "  Nytt navn: Kapasitet heter nå Evne (2 kodinger; R1.1, R1.2). AK" in text
    assert "  Endret betydning. Bærende idé: «{+Den som har tid.+}» (" in text
    assert "  Kommet til: koden Tvil (2 kodinger; R1.1, R1.2). AK" in text
    assert "  Tatt ut: koden Tid (2 kodinger; R1.1, R1.2). AK" in text


def test_since_begins_with_the_day_and_a_date_as_a_starts_where_it_ends(study: qk.Project) -> None:
    day = study.history().iloc[-1]["at"][:10]
    assert len(study.diff(since=day)) == 5
    assert len(study.diff(since="2020-01-01", b=day)) == 5
    assert not study.diff(day)
    assert study.diff(since=study.history().iloc[-2]["at"]).text().startswith("Ingen endringer")


def test_the_two_ends_are_named_for_what_they_are(study: qk.Project) -> None:
    study.add_code("Rom", coder="LO")
    study.version("etter workshop 1", coder="AK", why="det vi ble enige om")
    assert (
        study.diff("v01", "etter workshop 1")
        .text()
        .startswith("Endringer i kodeboken fra «v01» til «etter workshop 1»\n\n«v01»: MB, ")
    )
    assert ": «det vi ble enige om»." in study.diff("v01", "etter workshop 1").text()
    first = study.diff(since="2020-03-01").text("en").split("\n")[0]
    assert first == "Changes to the codebook from 1 March 2020 until now"
    assert study.diff("2020-03-01", "2020-03-02").text() == (
        "Ingen endringer i kodeboken etter 1. mars 2020 til og med 2. mars 2020.\n"
    )


def test_what_is_no_moment_or_the_wrong_way_round_is_a_sentence(study: qk.Project) -> None:
    study.version("v02", coder="MB")
    with pytest.raises(qk.InputError, match="«v02» comes after «v01»"):
        study.diff("v02", "v01")
    with pytest.raises(qk.InputError, match="Say from when"):
        study.diff()
    with pytest.raises(qk.InputError, match="Say from when"):
        study.diff("v01", since="2020-01-01")
    with pytest.raises(qk.UnknownNameError, match="There is no version «v3»"):
        study.diff("v01", "v3")
    with pytest.raises(qk.InputError, match="There is no language «nn»"):
        study.diff("v01").text("nn")
    assert not study.diff("V01", "v02")


def test_the_interviewer_and_those_nobody_knows_are_not_named(study: qk.Project) -> None:
    study.code("I", "Hva er vanskelig?", as_="Tvil", coder="MB")
    study.redefine("Tvil", definition="Noen nøler.", coder="MB")
    assert told(study.diff("v01"))[0][2:4] == ("3", "R1.1; R1.2")


def test_what_two_merged_codes_said_of_the_same_words_counts_once(study: qk.Project) -> None:
    study.merge(["Tvil"], into="Uklarhet", coder="MB")
    study.redefine("Uklarhet", definition="Noen nøler.", coder="MB")
    assert [(row[0], row[2]) for row in told(study.diff("v01"))] == [("merge", "2"), ("redefine", "3")]


def test_an_act_without_a_name_is_told_without_one(tmp_path: Path) -> None:
    with qk.Project.create(tmp_path / "studie.qualkit") as project:
        project.version("tom", coder="MB")
        project.add_codebook(qk.Codebook([qk.Code("tid", "Tid", definition="Tid!")], name="Ny", version="v01"))
        text = project.diff("tom").text()
        assert "  Ny kode: «Tid!» (ingen kodinger). " in text
        assert told(project.diff("tom"))[0][4] == ""


def test_notes_keep_to_one_line_and_no_word_is_taken_for_markup(study: qk.Project) -> None:
    study.redefine("Tvil", definition="*Ikke* <b>sikker</b>\n# nei\x1b[31m", coder="MB", why="så\nnå")
    assert "«{+*Ikke* <b>sikker</b> # nei [31m+}»" in study.diff("v01").text()
    assert r"<ins>\*Ikke\* \<b\>sikker\</b\> # nei \[31m</ins>" in study.diff("v01").markdown()
    assert ": «så nå»." in study.diff("v01").text()


def test_the_frame_of_two_versions_reads_the_same_whatever_is_done_afterwards(study: qk.Project) -> None:
    """As of the later version: its codebook, its codings, and what was on then."""
    chance = random.Random(11)
    for number in range(6):
        for _act in range(6):
            _something(study, chance)
        study.version(f"w{number}", coder="LO")
    known = {number: study.diff("v01", f"w{number}").frame for number in range(6)}
    last = study.diff("v01").frame
    pd.testing.assert_frame_equal(known[5], last)
    for _act in range(40):
        _something(study, chance)
    for number, frame in known.items():
        pd.testing.assert_frame_equal(study.diff("v01", f"w{number}").frame, frame)
        assert not study.diff(f"w{number}", f"w{number}")


def _something(study: qk.Project, chance: random.Random) -> None:
    """Anything a person may do; what is refused is left undone."""
    codes = [code.id for code in study.codebook()]
    one, other = chance.choice(codes), chance.choice(codes)
    codings = study.codings()
    words = ("Ingen spurte meg.", "Det er tida, liksom.")
    new = f"Ny {chance.randrange(10**6)}"
    step = chance.choice(list(study.history().query("not what.str.contains('added|version')")["step"]))
    acts = [
        lambda: study.rename(one, new, coder="MB", why=new),
        lambda: study.redefine(one, definition=new, coder="AK"),
        lambda: study.move(one, under=other, coder="AK"),
        lambda: study.merge([one], into=other, coder="MB"),
        lambda: study.retire(one, coder="MB"),
        lambda: study.add_code(new, parent=one, coder="AK"),
        lambda: study.code("R1.1", chance.choice(words), as_=one, coder="AK"),
        lambda: study.uncode(chance.choice(list(codings["coding"])), coder="MB"),
        lambda: study.split(
            one, codings=codings[codings["code_path"] == study.codebook().path(one)], into=new, coder="MB"
        ),
        lambda: study.undo(coder="LO", step=step),
        lambda: study.redo(coder="LO", step=step),
        lambda: study.memo("Hm.", about=("coding", chance.choice(list(codings["coding"]))), coder="LO"),
    ]
    try:
        chance.choice(acts)()
    except (qk.QualkitError, IndexError):
        return


def test_versions_of_a_log_written_apart_are_what_their_writers_had_seen(study: qk.Project) -> None:
    """As after a union: what AK did apart is no part of MB's two versions."""
    with study._store.writing("AK") as writer:
        shared = writer.chain.tips
        writer.append([Draft("code.birth", {"code": "annen", "parent": None}, {"name": "AKs kode", "reason": "apart"})])
        apart = writer.chain.tips
        writer.chain.tips = shared
        writer.person = "MB"
        writer.append([Draft("code.birth", {"code": "egen", "parent": None}, {"name": "MBs kode"})])
        writer.append([Draft("version", {}, {"name": "MBs"})])
        writer.chain.tips = joined_tips([apart, writer.chain.tips])
        writer.append([Draft("version", {}, {"name": "begges"})])
    assert [row[1] for row in told(study.diff("v01", "MBs"))] == ["MBs kode"]
    assert [row[1] for row in told(study.diff("v01", "begges"))] == ["AKs kode", "MBs kode"]
    assert told(study.diff("MBs", "begges")) == [("create", "AKs kode", "0", "", "AK", "apart")]
    with pytest.raises(qk.InputError, match="comes after"):
        study.diff("begges", "MBs")


def test_codings_made_changed_or_undone_after_a_version_do_not_change_what_is_told_of_it(study: qk.Project) -> None:
    study.code("S1", "Vi fikk aldri skrevet det ned.", as_="Tid", coder="LO")
    made = study.history().iloc[-1]["step"]
    study.code("R1.2", "Vi ventet på svar hele våren.", as_="Tid", coder="LO")
    study.undo(coder="LO")
    study.retire("Tid", coder="MB")
    study.version("v02", coder="MB")
    frame = study.diff("v01", "v02").frame
    assert (frame["codings"][0], frame["informants"][0]) == (2, "R1.1; S1")
    changes = [
        lambda: study.undo(coder="AK", step=made),
        lambda: study.redo(coder="LO", step=study.history().query("not on")["step"].iloc[0]),
        lambda: study.revive("Tid", coder="AK"),
        lambda: study.code("R1.1", "Ingen spurte meg.", as_="Tid", coder="AK"),
        lambda: study.split("Tid", codings=study.codings().query("code == 'Tid'"), into="Ny", coder="AK"),
        lambda: [study.uncode(one, coder="MB") for one in study.codings()["coding"]],
    ]
    for change in changes:
        change()
        pd.testing.assert_frame_equal(study.diff("v01", "v02").frame, frame)


def test_a_merge_that_had_no_effect_gives_no_reason(study: qk.Project) -> None:
    """As after a union: AK read Tvil as Uklarhet, and MB, apart, Uklarhet as Tvil. The first stands."""
    tvil, uklarhet = (study.codebook().find(name).id for name in ("Tvil", "Uklarhet"))
    with study._store.writing("AK") as writer:
        shared = writer.chain.tips
        writer.append([Draft("code.merge", {"code": tvil, "into": uklarhet}, {"reason": "samme sak"})])
        apart = writer.chain.tips
        writer.chain.tips, writer.person = shared, "MB"
        writer.append([Draft("code.merge", {"code": uklarhet, "into": tvil}, {"reason": "omvendt"})])
        writer.append([Draft("code.merge", {"code": tvil, "into": tvil}, {"reason": "tull"})])
        writer.chain.tips = joined_tips([apart, writer.chain.tips])
    assert told(study.diff("v01")) == [("merge", "Tvil", "2", "R1.1; R1.2", "AK", "samme sak")]
