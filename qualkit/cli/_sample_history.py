"""What became of the sample study's codebook, from v01 to v04: a workshop, two rounds of coding, and the reasons.

Invented, like the interviews. Each act is the one that a person would have done, dated as the story goes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualkit.project import Project

#: Norwegian summer time. Winter's is an hour less, and no day of the story turns on it.
_HERE = timezone(timedelta(hours=2))

#: Who sat round the table.
WORKSHOP = ("AK", "LO", "TS")

FIRST_REASON = "Første kodebok, laget etter gjennomlesing av alle intervjuene."


def moment(day: str, clock: str = "10:00") -> datetime:
    """A time of the story."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=_HERE)


def _merge_doubt(project: Project) -> None:
    project.merge(
        ["Usikkerhet"],
        into="Uklarhet",
        why="Vi leste seks passasjer høyt, og fire lesere la dem i fire bunker. Den som ikke vet hva som er avtalt, er "
        "også den som sitter og tviler.",
        present=WORKSHOP,
        coder="MB",
    )


def _widen_unclear(project: Project) -> None:
    project.redefine(
        "Uklarhet",
        definition="Det er ikke sagt, skrevet eller avtalt hva noe går ut på, og folk er i tvil om hva de skal gjøre.",
        include="Uklarheten ligger mellom folk, i et brev, en avtale eller et møte, eller inni den som snakker.",
        exclude="At det er mye på én gang, uten at noe er usagt, hører til Kompleksitet.",
        why="Skrevet om etter at Usikkerhet gikk inn i den.",
        present=WORKSHOP,
        coder="MB",
    )


def _rename_people(project: Project) -> None:
    project.rename(
        "Personer",
        "Stillinger og folk",
        why="TS la passasjer om Turid hit. Dem har vi Nøkkelpersoner til; dette er antall hoder og prosenter.",
        present=WORKSHOP,
        coder="MB",
    )


def _name_workshop(project: Project) -> None:
    project.version("etter workshop 1", why="Kodeboken alle fire gikk hjem med.", present=WORKSHOP, coder="MB")


def _split_letter(project: Project) -> None:
    own = project.codings(where={"code": "Hva ordningen er"})
    written = own[own["text"].str.contains(r"\b(?:sto|stod|svarfristen|avtalen)\b", regex=True)]
    project.split(
        "Hva ordningen er",
        codings=written,
        into="Brevet",
        id="brevet",
        definition="Det som sto skrevet om ordningen før noen hadde møtt hverandre, i brev, invitasjon og avtale.",
        include="Gjelder også hvordan det ble lest høyt, sendt videre eller lagt bort.",
        exclude="Hvordan folk forklarer ordningen med egne ord, hører til Hva ordningen er.",
        why="Skoleeierne snakker om papiret, veilederne om hva de selv sier. Det er to ulike forklaringer.",
        coder="AK",
    )
    project.move("Brevet", under="Hva ordningen er", why="Den skal fortsatt telle med der.", coder="AK")


def _widen_room(project: Project) -> None:
    project.redefine(
        "Handlingsrom",
        definition="Hva man har lov og anledning til å gjøre innenfor rammene, og det man lar være fordi man tror man "
        "må spørre først.",
        why="R3 og R4 sier det rett ut: ingen nektet dem. Det lå ikke i definisjonen.",
        coder="AK",
    )


def _waiting(project: Project) -> None:
    project.add_code(
        "Vente på lov",
        id="vente-paa-lov",
        parent="Handlingsrom",
        definition="Noen venter på beskjed, svar eller lov, eller slutter å vente og begynner.",
        origin="data",
        why="Sto som et stikkord i margen på tre intervjuer før vi ga det et navn.",
        coder="AK",
    )
    for informant, words in (
        ("R3", "Me gjekk og venta på løyve."),
        ("R1.2", "da sa vi i gruppa at vi venter ikke, vi begynner."),
        ("Vb", "Ein rettleiar som berre ventar, er òg ein måte å sleppe unna på."),
    ):
        project.code(informant, words, as_="Vente på lov", coder="AK")


def _retire_complexity(project: Project) -> None:
    project.retire(
        "Kompleksitet",
        why="To passasjer, og ved begge spurte vi hverandre hva koden la til. De blir stående.",
        present=("AK",),
        coder="MB",
    )


def _merge_equals(project: Project) -> None:
    project.merge(
        ["Likeverd"],
        into="Anerkjennelse",
        why="Bare fire passasjer, og i to av dem blir noen spurt eller sett.",
        coder="AK",
    )


def _take_equals_apart(project: Project) -> None:
    done = project.history()
    merged = done[(done["coder"] == "AK") & done["what"].str.startswith("merged «")]
    project.undo(
        step=merged["step"].iloc[-1],
        why="Vb skriver «det er me som skriv rapporten». Det handler ikke om å bli sett, men om hvem som har pennen.",
        present=("AK", "LO"),
        coder="MB",
    )


def _merge_reflection(project: Project) -> None:
    project.merge(
        ["Refleksjon"],
        into="Rom",
        why="To passasjer hver, og vi slo opp definisjonene hver gang for å vite hvilken vi mente.",
        present=("AK",),
        coder="MB",
    )
    project.redefine(
        "Rom",
        definition="Plass i hverdagen til å stoppe opp, tenke, prøve og feile uten at noe skal leveres med én gang, og "
        "det som skjer der.",
        why="Tatt med det som ble sagt om Refleksjon.",
        coder="MB",
    )


def _move_variation(project: Project) -> None:
    project.move(
        "Variasjon",
        under="Lokalt",
        why="Forskjellen mellom to steder er det lokale sett utenfra. Vi leser dem sammen likevel.",
        coder="AK",
    )


def _read_again(project: Project) -> None:
    for document in ("r3", "r4"):
        project.mark_read(document, why="Lest på nytt for Vente på lov og Brevet.", coder="AK")


#: Day, and what was done; a text is a version of the codebook's files, with the reason and who saved it.
STORY: tuple[tuple[datetime, Callable[[Project], None] | tuple[str, str]], ...] = (
    (moment("2025-09-12", "10:20"), _merge_doubt),
    (moment("2025-09-12", "10:50"), _widen_unclear),
    (moment("2025-09-12", "11:30"), _rename_people),
    (moment("2025-09-12", "14:45"), _name_workshop),
    (moment("2025-09-12", "15:00"), ("MB", "Etter workshop 1: fire lesere, tre koder, én dag.")),
    (moment("2025-10-06"), _split_letter),
    (moment("2025-10-08", "09:15"), _widen_room),
    (moment("2025-10-08", "09:40"), _waiting),
    (moment("2025-10-20"), _retire_complexity),
    (moment("2025-10-21"), _merge_equals),
    (moment("2025-10-31", "15:30"), ("AK", "Kodeboken vi leste resten av intervjuene på nytt med.")),
    (moment("2025-11-18"), _take_equals_apart),
    (moment("2025-11-25"), _merge_reflection),
    (moment("2025-11-27"), _read_again),
    (moment("2025-12-02"), _move_variation),
    (moment("2025-12-05", "13:00"), ("MB", "Før vi skrev første utkast til kapitlet om kommunikasjon.")),
)


def live_through(project: Project, files: Path) -> None:
    """Do all of it, each on its day, and save the versions v02 to v04 in the folder `files`."""
    from qualkit.store.events import dated

    for when, act in STORY:
        with dated(when):
            if isinstance(act, tuple):
                coder, why = act
                project.export_codebook(files, why=why, coder=coder)
            else:
                act(project)
