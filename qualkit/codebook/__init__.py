"""The codebook: a tree of codes, the themes that gather them, and its files."""

from qualkit.codebook.changes import Change, changes_between
from qualkit.codebook.files import fingerprint, in_use, read_codebook, save_codebook
from qualkit.codebook.folder import read_folder
from qualkit.codebook.history import replay
from qualkit.codebook.matching import Question
from qualkit.codebook.past import Past
from qualkit.codebook.reading_in import ReadIn, read_in
from qualkit.codebook.tree import CODE_ID, PATH_MARK, Codebook, name_problems

__all__ = [
    "CODE_ID",
    "PATH_MARK",
    "Change",
    "Codebook",
    "Past",
    "Question",
    "ReadIn",
    "changes_between",
    "fingerprint",
    "in_use",
    "name_problems",
    "read_codebook",
    "read_folder",
    "read_in",
    "replay",
    "save_codebook",
]
