"""QUOTE: coded passages as the quotes of a report, labelled in its house style."""

from qualkit.excerpts.quotes import QUOTE_COLUMNS, are_quotes, quotes_frame
from qualkit.excerpts.styles import Style, find_style, register_style, style_names
from qualkit.excerpts.verbatim import check_verbatim

__all__ = [
    "QUOTE_COLUMNS",
    "Style",
    "are_quotes",
    "check_verbatim",
    "find_style",
    "quotes_frame",
    "register_style",
    "style_names",
]
