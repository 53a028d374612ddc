"""The codebook: a tree of codes, the themes that gather them, and its files."""

from qualkit.codebook.tree import PATH_MARK, Codebook, check_name

__all__ = ["PATH_MARK", "Codebook", "check_name"]
