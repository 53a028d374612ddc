"""The codebook: a tree of codes, the themes that gather them, and its files."""

from qualkit.codebook.changes import Change, changes_between
from qualkit.codebook.files import read_codebook, save_codebook
from qualkit.codebook.past import Past
from qualkit.codebook.tree import CODE_ID, PATH_MARK, Codebook, name_problems

__all__ = [
    "CODE_ID",
    "PATH_MARK",
    "Change",
    "Codebook",
    "Past",
    "changes_between",
    "name_problems",
    "read_codebook",
    "save_codebook",
]
