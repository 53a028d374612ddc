"""The codebook: a tree of codes, the themes that gather them, and its files."""

from qualkit.codebook.changes import Change, changes_between
from qualkit.codebook.files import fingerprint, in_use, read_codebook, save_codebook
from qualkit.codebook.folder import read_folder
from qualkit.codebook.history import replay
from qualkit.codebook.matching import Question
from qualkit.codebook.net import Net, net_changes
from qualkit.codebook.past import Past
from qualkit.codebook.reading_in import ReadIn, read_in
from qualkit.codebook.touching import Reach, reach
from qualkit.codebook.tree import CODE_ID, PATH_MARK, Codebook, name_problems
from qualkit.codebook.words import Piece, word_changes

__all__ = [
    "CODE_ID",
    "PATH_MARK",
    "Change",
    "Codebook",
    "Net",
    "Past",
    "Piece",
    "Question",
    "Reach",
    "ReadIn",
    "changes_between",
    "fingerprint",
    "in_use",
    "name_problems",
    "net_changes",
    "reach",
    "read_codebook",
    "read_folder",
    "read_in",
    "replay",
    "save_codebook",
    "word_changes",
]
