"""Markdown as CommonMark reads it: words are words."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qualkit.export.md import write_quotes, write_tables


def test_quotes_are_block_quotes_under_their_theme(tmp_path: Path, quotes: pd.DataFrame) -> None:
    write_quotes(quotes, tmp_path / "sitater.md", style="afi", source=True)
    assert (tmp_path / "sitater.md").read_text("utf-8") == (
        "# Sitater\n\n"
        "## kommunikasjon\n\n*2 passasjer fra 2 av 4 informanter*\n\n"
        "> Hvem \\& hva?\\\n> ja \\<altså\\> «😀» (Skoleleder)\n\n"
        "> vi rakk det ikke (Skoleeier)\n\n"
        "## Uten tema\n\n*1 passasje fra 1 av 4 informanter*\n\n"
        "> et rom å tenke i (Skoleleder)\n\n"
        "- Grunnlag: 4 informanter.\n- Kodebok: Partnerskap v01.\n"
    )


def rendered(path: Path) -> list[str]:
    """The lines of each paragraph that CommonMark sees in a block quote; fails on any other markup in it."""
    tokens = MarkdownIt("commonmark").parse(path.read_text("utf-8"))
    paragraphs: list[str] = []
    depth = 0
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth and token.type == "inline":
            kinds = {
                "text": lambda one: one.content,
                "hardbreak": lambda _: "\n",
                "text_special": lambda one: one.content,
            }
            paragraphs.append("".join(kinds[child.type](child) for child in token.children or []))
        elif depth:
            assert token.type in ("blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close")
    return paragraphs


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=st.lists(st.text(st.sampled_from("ab1.)(-+*_#>=!`~|\\[]<>&;: æ$"), min_size=1), min_size=1, max_size=4))
def test_what_people_said_is_never_markup(tmp_path: Path, lines: list[str]) -> None:
    words = "\n".join(lines)
    frame = pd.DataFrame({"theme": ["t"], "informant": [None], "label": [""], "printed": [words]})
    write_quotes(frame, tmp_path / "a.md", style="ntnu")
    said = [line.strip() for line in lines]
    assert "\n".join(rendered(tmp_path / "a.md")).split("\n") == ([line for line in said if line] or [""])


@pytest.mark.parametrize("words", ["1. januar", "- nei", "# ja", "    fire blanke", "a\n\nb"])
def test_lines_that_look_like_markup_are_quoted_as_words(tmp_path: Path, words: str) -> None:
    frame = pd.DataFrame({"theme": ["t"], "informant": [None], "label": [""], "printed": [words]})
    write_quotes(frame, tmp_path / "a.md", style="ntnu")
    assert "\n".join(rendered(tmp_path / "a.md")) == words.strip().replace("\n\n", "\n")


def test_a_table_has_its_numbers_to_the_right(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    frame = counts[["theme", "n"]].assign(theme=["a|b", "c\nd", "e"])
    frame.attrs = {"footer": {"n": 9}}
    write_tables({"Temaer": frame}, tmp_path / "a.md", title="Tall")
    assert (tmp_path / "a.md").read_text("utf-8") == (
        "# Tall\n\n## Temaer\n\n"
        "| theme | n |\n| --- | ---: |\n| a\\|b | 4 |\n| c<br>d |  |\n| e | 2 |\n\n- Grunnlag: 9 informanter.\n"
    )
