"""Sentences of the made-up interviews. Written for this benchmark; nobody said any of it.

`{ting}` and the like are filled from `WORDS`. Every word fits every sentence: nothing has to agree in gender or number.
"""

from __future__ import annotations

import random

QUESTIONS = (
    "Kan du si litt om hvordan {ting} kom i gang hos dere?",
    "Hva tenker du om {ting} nå, når dere ser tilbake på {periode}?",
    "Hvem var med da dere begynte å snakke om {tema}?",
    "Hvordan har {hvem} tatt imot det?",
    "Var det noe ved {ting} som overrasket deg {periode}?",
    "Du nevnte {tema} i stad, kan du utdype det litt?",
    "Hva skulle du ønske at {hvem} hadde visst om {tema}?",
    "Ja. Og hva gjorde {hvem} da?",
    "Mm, og hvordan merket dere det {sted}?",
)

ANSWERS = (
    "{start}vi brukte {mengde} på å forstå hva {ting} egentlig skulle være.",
    "{start}det var ingen {sted} som helt visste hvem som hadde ansvaret for {tema}.",
    "{start}jeg opplever at {hvem} har fått et annet forhold til {tema} {periode}.",
    "{start}{ting} kom oppå alt det andre vi holdt på med {sted}.",
    "{start}når {hvem} bytter jobb, så begynner vi liksom forfra igjen med {tema}.",
    "{start}vi har snakket {mengde} om {tema}, men det er noe annet å få det til {sted}.",
    "{start}for meg har {ting} vært en anledning til å løfte blikket.",
    "{start}hvis {hvem} ikke er med fra starten av, da faller det sammen {periode}.",
    "{start}jeg husker at {hvem} sa at {tema} måtte komme først, og det hadde de jo rett i.",
    "{start}det tok {mengde} før vi torde å si høyt at {ting} ikke fungerte.",
    "{start}{hvem} spurte om ting vi ikke hadde tenkt på, og det var nyttig for {tema}.",
    "{start}vi skulle gjerne hatt {mengde} til å sitte ned sammen {sted}.",
    "{start}{periode} var det mye usikkerhet rundt {tema}, det må jeg være ærlig på.",
    "{start}det som hjalp oss mest, var at {hvem} kjente til hvordan vi har det {sted}.",
    "{start}jeg er ikke sikker på om {hvem} ser nytten av {ting} ennå.",
    "{start}vi prøvde å knytte {ting} til det vi allerede gjorde {sted}, og da løsnet det litt.",
    "{start}{hvem} ville ha raske svar, mens vi trengte {mengde} på å bli enige om {tema}.",
    "{start}det blir fort sånn at {tema} henger på én person, og det er sårbart.",
    "{start}nå har vi faste møter {sted}, og da kommer {tema} opp nesten av seg selv.",
    "{start}i begynnelsen trodde jeg at {ting} var noe {hvem} skulle gjøre for oss.",
    "{start}vi står fortsatt i det, men {hvem} har fått mer tro på at det går an.",
    "{start}pengene er én ting, men det er {mengde} vi mangler når det gjelder {tema}.",
    "{start}hadde du spurt meg {periode}, så hadde jeg svart noe helt annet om {ting}.",
    "{start}det er lett å si at {hvem} må involveres, men {sted} er det travelt.",
)

WORDS = {
    "start": ("", "", "", "Altså, ", "Ja, ", "Nei, ", "Eh, ", "Du, ", "Mm, ", "Jo, ", "Ikke sant, ", "Vet du, "),
    "ting": (
        "veiledningen", "samarbeidet", "planen", "opplegget", "nettverket", "kartleggingen", "oppfølgingen",
        "analysen", "tiltaket", "prosjektet", "samlingene", "delmålene", "tilbudet", "ordningen", "evalueringen",
    ),
    "tema": (
        "vurdering", "skolemiljø", "ledelse", "rolleavklaring", "tilpasset opplæring", "lesing", "overganger", "tillit",
        "kompetanse", "foreldresamarbeid", "fravær", "ressursbruk", "felles mål", "medvirkning", "regnearbeid",
        "begynneropplæring", "klasseledelse", "tverrfaglig arbeid",
    ),
    "hvem": (
        "rektor", "skoleeieren", "veilederne", "lærerne", "ledergruppa", "de tillitsvalgte", "kommunedirektøren",
        "elevene", "foreldrene", "avdelingslederne", "de nye lærerne", "ressurspersonene", "naboskolen",
        "politikerne", "hun som hadde jobben før meg", "han på oppvekstkontoret",
    ),
    "sted": (
        "på skolen", "i kommunen", "på teamene", "i ledermøtet", "ute i klasserommet", "på personalrommet",
        "i plangruppa", "på oppvekstkontoret", "i nettverket vårt", "på de små skolene", "hos oss",
    ),
    "periode": (
        "det første året", "i fjor høst", "etter jul", "før sommeren", "de siste månedene", "under pandemien",
        "i forfasen", "på vårparten", "da vi startet opp", "halvveis i løpet", "denne høsten",
    ),
    "mengde": (
        "mye tid", "flere måneder", "en hel høst", "noen uker", "altfor mange møter", "timevis", "mer ro",
        "et halvt år", "lange kvelder", "nok folk",
    ),
}  # fmt: skip


class Phrases:
    """Sentences drawn at random; the same generator in the same state gives the same sentences."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def __getitem__(self, slot: str) -> str:
        return self._chance.choice(WORDS[slot])

    def question(self) -> str:
        """What an interviewer asks."""
        return self._sentence(QUESTIONS)

    def answer(self, sentences: int) -> str:
        """What an informant says, of so many sentences."""
        return " ".join(self._sentence(ANSWERS) for _ in range(sentences))

    def _sentence(self, forms: tuple[str, ...]) -> str:
        words = self._chance.choice(forms).format_map(self)
        return words[0].upper() + words[1:]
