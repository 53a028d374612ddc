"""The difference between two states of a codebook as notes that a colleague could have written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from qualkit.codebook import PATH_MARK, Net, word_changes
from qualkit.export.prose import Paragraph, Run
from qualkit.export.sentences import MEANING, Sentences
from qualkit.records import Theme
from qualkit.store.between import Done
from qualkit.tables import Touched

#: A paragraph names so many informants; the frame has all of them.
_NAMED = 40

_STOPS = (".", "!", "?", "…", ".»", "!»", "?»", "…»", ".”", "!”", "?”", "…”")


@dataclass(frozen=True, slots=True)
class End:
    """One end of a diff. `name` is a version's name; `at` (ISO) when it was named, or the date or time asked for, or
    of `now` the last step ("" where there is none). A date counts `from` its midnight or `after` its end."""

    kind: Literal["version", "from", "after", "time", "now"]
    at: str = ""
    name: str = ""
    coder: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told in one paragraph: changes of one kind that the same steps made, and whom they touched together and
    each by itself. `codes` are the names of the codes of a theme that was born."""

    nets: tuple[Net, ...]
    done: tuple[Done, ...]
    touched: Touched
    each: tuple[Touched, ...]
    codes: tuple[str, ...] = ()


def notes(start: End, end: End, entries: Sequence[Entry], say: Sentences) -> list[Paragraph]:
    """What was compared, then the changes by code in the order of the tree, then by theme."""
    between = {"start": _end(start, say, say.begins), "end": _end(end, say, say.ends)}
    if not entries:
        return [Paragraph("aside", (Run(say.nothing.format(**between)),))]
    written = [Paragraph("title", (Run(say.title.format(**between)),)), *_about(start, end, entries, say)]
    teller = _Teller(say, year=end.at[:4])
    for noun, some in groupby(entries, key=lambda entry: entry.nets[0].noun):
        written.append(Paragraph("section", (Run(say.sections[noun]),)))
        for _under, own in groupby(some, key=lambda entry: entry.nets[0].under):
            listed = list(own)
            first = listed[0].nets[0]
            heading = first.other_path if first.kind == "merge" else first.path
            written.append(Paragraph("heading", (Run(heading),)))
            written += [Paragraph("body", tuple(teller.told(entry))) for entry in listed]
    return written


def _end(end: End, say: Sentences, forms: Mapping[str, str]) -> str:
    if end.kind == "version":
        return forms["version"].format(name=end.name)
    if end.kind == "time":
        day = say.day(end.at)
        return forms["time"].format(time=say.clock.format(day=day, hour=end.at[11:13], minute=end.at[14:16]))
    return forms[end.kind].format(day=say.day(end.at) if end.at else "")


def _about(start: End, end: End, entries: Sequence[Entry], say: Sentences) -> Iterator[Paragraph]:
    """What the two moments are, and how words that were changed are shown."""
    said = []
    for one in (start, end):
        if one.kind == "version":
            done = Done(one.coder, one.at, one.why, (), "", "")
            said.append(f"{say.quote.format(text=one.name)}: {_by(done, say, year='')}")
    if {"from", "after"} & {start.kind, end.kind}:
        said.append(say.by_date)
    if end.kind == "now" and end.at:
        said.append(say.last_step.format(day=say.day(end.at)))
    if said:
        yield Paragraph("aside", (Run(" ".join(said)),))
    if any(net.kind == "redefine" for entry in entries for net in entry.nets):
        words, struck, between, inserted = say.looks
        runs = (Run(words), Run(struck, "struck"), Run(between), Run(inserted, "inserted"), Run("."))
        yield Paragraph("aside", runs)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells entries in one language, leaving out the year where it is `year`."""

    say: Sentences
    year: str

    def told(self, entry: Entry) -> Iterator[Run]:
        """The runs of one paragraph: what, whom it touched, who did it, when and why."""
        net, say = entry.nets[0], self.say
        means = any(one.field in MEANING for one in entry.nets)
        kind = "describe" if net.kind == "redefine" and not means else net.kind
        yield Run(say.labels[kind, net.noun].format(other=_name(net.other_path)), "bold")
        parts = list(self._parts(entry))
        if parts:
            # «Ny kode: «…»», but «Nytt tema. Kodene …»: a colon leads to a quotation or to the rest of the sentence.
            parted = net.kind == "redefine" or (net.thing is not None and not parts[0][0].text.startswith(say.opening))
            yield Run(". " if parted else ": ")
            yield from _joined(parts)
        touched = "" if net.kind in ("recolour", "drop") else f" ({self._touched(entry)})"
        last = "".join(run.text for run in parts[-1]) if parts else ""
        yield Run(touched + "." if touched or not last.endswith(_STOPS) else "")
        yield from (Run(" " + _by(done, say, self.year)) for done in entry.done)

    def _parts(self, entry: Entry) -> Iterator[list[Run]]:
        """The sentences between the label and whom it touched, each a list of runs."""
        net, say = entry.nets[0], self.say
        if net.kind in ("create", "split"):
            yield from self._born(entry)
        elif net.kind == "redefine":
            for one in entry.nets:
                yield [Run(f"{_capital(say.fields[one.field])}: "), *self._changed(one.before, one.after)]
        elif net.kind == "rename":
            yield [Run(say.called.format(before=net.before, after=net.after))]
        elif net.kind == "recolour":
            yield [Run(net.after or say.no_colour)]
        elif net.kind == "move":
            before, after = (say.under.format(name=one) if one else say.top for one in (net.before, net.after))
            yield [Run(say.moved.format(before=before, after=after))]
        elif net.kind == "merge":
            names = [one.name for one in entry.nets]
            yield [Run(say.merged[len(names) > 1].format(names=say.listed(names), other=_name(net.other_path)))]
        elif net.kind == "unmerge":
            yield [Run(say.unmerged.format(name=net.name, other=_name(net.other_path)))]
        elif net.kind in ("join", "leave"):
            yield [Run(self._codes([one.other_path for one in entry.nets]))]

    def _born(self, entry: Entry) -> Iterator[list[Run]]:
        """What a new code or theme came with."""
        thing, say = entry.nets[0].thing, self.say
        first = entry.nets[0].after
        if first.strip():
            yield [Run(say.quote.format(text=_flat(first)))]
        if entry.codes:
            yield [Run(_capital(self._codes(entry.codes)))]
        for field in ("include", "exclude", "example", "description"):
            text = _flat(getattr(thing, field, ""))
            if text:
                yield [Run(f"{_capital(say.fields[field])}: {say.quote.format(text=text)}")]
        if isinstance(thing, Theme):
            reasons = [done.why for done in entry.done]
            if thing.why and thing.why not in reasons:
                yield [Run(f"{_capital(say.fields['why'])}: {say.quote.format(text=_flat(thing.why))}")]
            if thing.questions:
                asked = [say.quote.format(text=_flat(one)) for one in thing.questions]
                yield [Run(f"{_capital(say.fields['questions'])}: {say.listed(asked)}")]
            yield [Run(f"{_capital(say.fields['origin'])}: {thing.origin}")]

    def _codes(self, names: Sequence[str]) -> str:
        return self.say.codes[len(names) > 1].format(names=self.say.listed(names))

    def _changed(self, before: str, after: str) -> Iterator[Run]:
        yield Run(self.say.opening)
        struck = False
        for piece in word_changes(before, after):
            if struck and piece.text[:1].isalnum():
                yield Run(" ")
            yield Run(piece.text, "" if piece.what == "same" else piece.what)
            struck = piece.what == "struck"
        yield Run(self.say.closing)

    def _touched(self, entry: Entry) -> str:
        say = self.say
        forms = {"split": say.codings_moved, "retire": say.codings_stay}.get(entry.nets[0].kind, say.codings)
        number, people = entry.touched.codings, entry.touched.informants
        counted = forms[min(number, 2)].format(n=number)
        if not number:
            return counted
        named = ", ".join(people[:_NAMED]) or say.nobody
        more = f" {say.also} {say.others.format(n=len(people) - _NAMED)}" if len(people) > _NAMED else ""
        return f"{counted}; {named}{more}"


def _by(done: Done, say: Sentences, year: str) -> str:
    """«MB, 12. november, sammen med AK: «for vid».»"""
    form = say.by[done.how][0 if done.coder else 1]
    said = form.format(coder=done.coder, day=say.day(done.at, year=done.at[:4] != year))
    others = [name for name in done.present if name != done.coder]
    if others:
        said += f", {say.together.format(names=say.listed(others))}"
    if done.why.strip():
        said += f": {say.quote.format(text=_flat(done.why))}"
    return said if said.endswith(_STOPS) else f"{said}."


def _joined(parts: Sequence[Sequence[Run]]) -> Iterator[Run]:
    for number, runs in enumerate(parts):
        if number:
            ended = "".join(run.text for run in parts[number - 1]).endswith(_STOPS)
            yield Run(" " if ended else ". ")
        yield from runs


def _name(path: str) -> str:
    return path.rsplit(PATH_MARK, 1)[-1]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
