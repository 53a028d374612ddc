"""House styles: how a report labels its informants beside their words. Data, so that a project can add its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qualkit.errors import RefusedError, UnknownNameError

_FIELD = re.compile(r"\{([^{}]+)\}")

#: What a style that hides the code calls an informant of whom the register says nothing.
UNKNOWN_ROLE = "Informant"


@dataclass(frozen=True, slots=True)
class Style:
    """How one report prints a quote.

    `label` is written with the fields `{code}`, `{role}` (the printed role where the register has one) and any
    attribute of the informant; `layout` puts `{label}` before, after or below `{quote}`. Where `hides_code` is true,
    a file in this style says nowhere who spoke but by the label: no code, no document, no turn, no coder.

    Raises ValueError for a template that cannot be printed, or that would print what the style promises to hide.
    """

    name: str
    label: str
    layout: str
    hides_code: bool

    def __post_init__(self) -> None:
        fields = set(_FIELD.findall(self.label))
        if sorted(_FIELD.findall(self.layout)) != ["label", "quote"]:
            raise ValueError(f"The layout of the style «{self.name}» needs {{quote}} and {{label}}, once each.")
        if "name" in fields:
            raise ValueError(f"The style «{self.name}» would print names of people. Use their role or an attribute.")
        if self.hides_code and fields & {"code", "informant"}:
            raise ValueError(f"The style «{self.name}» both hides the code and prints it.")

    def label_of(self, informant: Mapping[str, str]) -> str:
        """The label of one informant, given as fields; their role where a field the label needs is empty."""
        if all(informant.get(field) for field in _FIELD.findall(self.label)):
            return _FIELD.sub(lambda field: informant[field[1]], self.label)
        return informant.get("role") or (UNKNOWN_ROLE if self.hides_code else informant.get("code", ""))

    def printed(self, label: str, quote: str) -> str:
        """Label and quote as they stand in print; the quote alone where nobody is known to have said it."""
        if not label:
            return quote
        return _FIELD.sub(lambda field: label if field[1] == "label" else quote, self.layout)


_STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("ntnu", label="{code}", layout="{label}: {quote}", hides_code=False),
        Style("afi", label="{role}", layout="{quote} ({label})", hides_code=True),
        Style("imtec", label="{role}", layout="{quote}\n{label}", hides_code=True),
        Style("proba", label="{kommune_storrelse}, {region}", layout="{quote} ({label})", hides_code=True),
    )
}


def style_names() -> tuple[str, ...]:
    """The names `find_style` knows, in the order they were registered."""
    return tuple(_STYLES)


def find_style(style: str | Style) -> Style:
    """The style of that name; a Style is given back as it is. Raises UnknownNameError listing the known ones."""
    if isinstance(style, Style):
        return style
    if style not in _STYLES:
        known = ", ".join(style_names())
        raise UnknownNameError(
            f"There is no quote style «{style}». Choose one of {known}.", name=style, near=style_names()
        )
    return _STYLES[style]


def register_style(style: Style) -> None:
    """Make a style known by its name. Raises RefusedError where another style has that name."""
    if _STYLES.setdefault(style.name, style) != style:
        raise RefusedError(f"There is already a quote style «{style.name}». Give the new one another name.")
