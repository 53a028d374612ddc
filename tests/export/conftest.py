"""A small table of counts and a few quotes, as the tables and the excerpts make them."""

from datetime import UTC, datetime

import pandas as pd
import pytest

#: The moment of the last event of an invented project.
MOMENT = datetime(2025, 5, 6, 13, 37, 42, tzinfo=UTC)


@pytest.fixture
def moment() -> datetime:
    return MOMENT


@pytest.fixture
def counts() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "theme": pd.array(["kommunikasjon", "kontinuitet", "kapasitet"], dtype="string"),
            "role": pd.array(["Skoleleder", "Lærer", None], dtype="string"),
            "n": pd.array([4, None, 2], dtype="Int64"),
            "of": pd.array([5, 0, 0], dtype="int64"),
            "share": pd.array([0.8, None, 1.5], dtype="Float64"),
            "prompted": pd.array([True, False, None], dtype="boolean"),
        }
    )
    frame.attrs["footer"] = {"n": 9, "base": "9 informanter i 11 dokumenter", "codebook": "Partnerskap v01"}
    return frame


@pytest.fixture
def quotes() -> pd.DataFrame:
    """Three quotes labelled in the style afi (the code hidden), under two themes and none."""
    rows = [
        ("kommunikasjon", "Uklarhet", "R1.1", "Skoleleder", "Hvem & hva?\n\tja <altså> «😀»", "r1_1", 2, "c1", "MB"),
        ("kommunikasjon", "Tid", "S1", "Skoleeier", "vi rakk det ikke", "s1", 7, "c2", "AK"),
        (None, "Rom", "R1.1", "Skoleleder", "et rom å tenke i", "r1_1", 9, "c3", "MB"),
    ]
    names = ["theme", "code", "informant", "label", "quote", "document", "turn", "coding", "coder"]
    frame = pd.DataFrame(rows, columns=names)
    frame["printed"] = frame["quote"] + " (" + frame["label"] + ")"
    frame["start"], frame["end"], frame["stance"] = 0, frame["quote"].str.len(), None
    frame.attrs["footer"] = {"n": 4, "where": "document = r1_1, s1", "coders": "MB, AK", "codebook": "Partnerskap v01"}
    return frame
