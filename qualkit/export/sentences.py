"""The sentences of a diff, in each language. Everything that is said of a codebook's changes is said here.

The researchers' own words (names, definitions, reasons) and stored values stand as they are in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qualkit.errors import InputError


@dataclass(frozen=True, slots=True)
class Sentences:
    """One language. Names in braces are filled in. Of two forms the first is for one and the second for
    several; of three the first is for none. `by` has the form for a step with and without a name."""

    months: Sequence[str]
    date: Callable[[int, str, int | None], str]
    clock: str
    also: str
    title: str
    begins: Mapping[str, str]
    ends: Mapping[str, str]
    nothing: str
    quote: str
    looks: tuple[str, str, str, str]
    by_date: str
    last_step: str
    sections: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]
    fields: Mapping[str, str]
    called: str
    merged: tuple[str, str]
    unmerged: str
    moved: str
    under: str
    top: str
    no_colour: str
    codes: tuple[str, str]
    codings: tuple[str, str, str]
    codings_moved: tuple[str, str, str]
    codings_stay: tuple[str, str, str]
    nobody: str
    others: str
    by: Mapping[str, tuple[str, str]]
    together: str

    @property
    def opening(self) -> str:
        """The sign that opens a quotation."""
        return self.quote.partition("{text}")[0]

    @property
    def closing(self) -> str:
        """The sign that closes it."""
        return self.quote.partition("{text}")[2]

    def day(self, at: str, *, year: bool = True) -> str:
        """The day of a time (ISO), as written where it was: «12. november 2025»."""
        when = datetime.fromisoformat(at)
        return self.date(when.day, self.months[when.month - 1], when.year if year else None)

    def listed(self, names: Sequence[str]) -> str:
        """«A, B og C»."""
        return f" {self.also} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


#: What fields come to mean something else by, as against those that only describe.
MEANING = ("definition", "include", "exclude", "concept")

_NORWEGIAN_MONTHS = "januar februar mars april mai juni juli august september oktober november desember"
_ENGLISH_MONTHS = "January February March April May June July August September October November December"

NORWEGIAN = Sentences(
    months=tuple(_NORWEGIAN_MONTHS.split()),
    date=lambda day, month, year: f"{day}. {month}" + (f" {year}" if year else ""),
    clock="{day} kl. {hour}.{minute}",
    also="og",
    title="Endringer i kodeboken {start} {end}",
    begins={"version": "fra «{name}»", "from": "fra og med {day}", "after": "etter {day}", "time": "fra {time}"},
    ends={"version": "til «{name}»", "after": "til og med {day}", "time": "til {time}", "now": "til nå"},
    nothing="Ingen endringer i kodeboken {start} {end}.",
    quote="«{text}»",
    looks=("Ord som er ", "strøket", ", og ord som er ", "satt inn"),
    by_date="En dato er lest slik loggen er nå.",
    last_step="Loggen går til {day}.",
    sections={"code": "Koder", "theme": "Temaer"},
    labels={
        ("create", "code"): "Ny kode",
        ("create", "theme"): "Nytt tema",
        ("split", "code"): "Skilt ut fra {other}",
        ("merge", "code"): "Slått sammen",
        ("unmerge", "code"): "Lest hver for seg igjen",
        ("rename", "code"): "Nytt navn",
        ("rename", "theme"): "Nytt navn",
        ("redefine", "code"): "Endret betydning",
        ("redefine", "theme"): "Endret betydning",
        ("describe", "code"): "Endret beskrivelse",
        ("describe", "theme"): "Endret beskrivelse",
        ("recolour", "code"): "Ny farge",
        ("move", "code"): "Flyttet",
        ("join", "theme"): "Kommet til",
        ("leave", "theme"): "Tatt ut",
        ("revive", "code"): "Tatt i bruk igjen",
        ("retire", "code"): "Tatt ut av bruk",
        ("drop", "code"): "Ikke lenger i kodeboken",
        ("drop", "theme"): "Ikke lenger blant temaene",
    },
    fields={
        "definition": "definisjon",
        "include": "ta med",
        "exclude": "hold utenfor",
        "example": "eksempel",
        "origin": "opphav",
        "concept": "bærende idé",
        "description": "beskrivelse",
        "why": "begrunnelse",
        "questions": "spørsmål",
    },
    called="{before} heter nå {after}",
    merged=("{names} leses nå som {other}", "{names} leses nå som {other}"),
    unmerged="{name} leses ikke lenger som {other}",
    moved="sto {before}, står nå {after}",
    under="under {name}",
    top="øverst",
    no_colour="ingen",
    codes=("koden {names}", "kodene {names}"),
    codings=("ingen kodinger", "1 koding", "{n} kodinger"),
    codings_moved=("ingen kodinger flyttet", "1 koding flyttet", "{n} kodinger flyttet"),
    codings_stay=("ingen kodinger", "1 koding blir stående", "{n} kodinger blir stående"),
    nobody="uten informant",
    others="{n} til",
    by={
        "": ("{coder}, {day}", "{day}"),
        "undone": ("Angret av {coder}, {day}", "Angret {day}"),
        "redone": ("Gjort om igjen av {coder}, {day}", "Gjort om igjen {day}"),
    },
    together="sammen med {names}",
)

ENGLISH = Sentences(
    months=tuple(_ENGLISH_MONTHS.split()),
    date=lambda day, month, year: f"{day} {month}" + (f" {year}" if year else ""),
    clock="{day} at {hour}:{minute}",
    also="and",
    title="Changes to the codebook {start} {end}",
    begins={"version": "from “{name}”", "from": "from {day}", "after": "after {day}", "time": "from {time}"},
    ends={"version": "to “{name}”", "after": "until the end of {day}", "time": "to {time}", "now": "until now"},
    nothing="No changes to the codebook {start} {end}.",
    quote="“{text}”",
    looks=("Words that were ", "struck", ", and words that were ", "put in"),
    by_date="A date is read as the log stands now.",
    last_step="The log goes to {day}.",
    sections={"code": "Codes", "theme": "Themes"},
    labels={
        ("create", "code"): "New code",
        ("create", "theme"): "New theme",
        ("split", "code"): "Split off from {other}",
        ("merge", "code"): "Merged",
        ("unmerge", "code"): "Read apart again",
        ("rename", "code"): "New name",
        ("rename", "theme"): "New name",
        ("redefine", "code"): "Redefined",
        ("redefine", "theme"): "Redefined",
        ("describe", "code"): "Described anew",
        ("describe", "theme"): "Described anew",
        ("recolour", "code"): "New colour",
        ("move", "code"): "Moved",
        ("join", "theme"): "Joined",
        ("leave", "theme"): "Left",
        ("revive", "code"): "Back in use",
        ("retire", "code"): "Retired",
        ("drop", "code"): "No longer in the codebook",
        ("drop", "theme"): "No longer among the themes",
    },
    fields={
        "definition": "definition",
        "include": "include",
        "exclude": "exclude",
        "example": "example",
        "origin": "origin",
        "concept": "central organising concept",
        "description": "description",
        "why": "why",
        "questions": "questions",
    },
    called="{before} is now called {after}",
    merged=("{names} is now read as {other}", "{names} are now read as {other}"),
    unmerged="{name} is no longer read as {other}",
    moved="stood {before}, now stands {after}",
    under="under {name}",
    top="at the top",
    no_colour="none",
    codes=("the code {names}", "the codes {names}"),
    codings=("no codings", "1 coding", "{n} codings"),
    codings_moved=("no codings moved", "1 coding moved", "{n} codings moved"),
    codings_stay=("no codings", "1 coding stays", "{n} codings stay"),
    nobody="no informant",
    others="{n} more",
    by={
        "": ("{coder}, {day}", "{day}"),
        "undone": ("Undone by {coder}, {day}", "Undone {day}"),
        "redone": ("Redone by {coder}, {day}", "Redone {day}"),
    },
    together="together with {names}",
)

LANGUAGES: Mapping[str, Sentences] = {"nb": NORWEGIAN, "en": ENGLISH}


def sentences(language: str) -> Sentences:
    """The sentences of a language. Raises InputError for another than those of `LANGUAGES`."""
    if language not in LANGUAGES:
        raise InputError(f"There is no language «{language}» to write in. Use one of {', '.join(LANGUAGES)}.")
    return LANGUAGES[language]
