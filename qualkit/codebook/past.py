"""Today's codings under an earlier codebook: which of a coding's codes stood in it, and how it was read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qualkit.codebook.tree import Codebook


class Past:
    """An earlier codebook, and what leads from today's codings back to it.

    `moved` maps a coding's id to its codes, newest first, the one it was given last; only codings that have been moved
    by a split stand in it. `sources` maps the id of a code to that of the one it was split from, as known today.
    """

    def __init__(
        self, book: Codebook, moved: Mapping[str, Sequence[str]] | None = None, sources: Mapping[str, str] | None = None
    ) -> None:
        self.book = book
        self._moved = moved or {}
        self._sources = sources or {}

    def codes_of(self, codings: Iterable[str], codes: Iterable[str]) -> list[str]:
        """For codings (ids) with these codes today: the code of the earlier codebook that each is read as.

        The first of its codes that stood in the codebook, newest first, then the codes these were split from, and so on
        up; followed through the merges of that codebook. Where none stood there it is today's code, which is not in
        `book`: so two codings that never had one code are still told apart.
        """
        found: dict[str, str] = {}
        read: list[str] = []
        for coding, code in zip(codings, codes, strict=True):
            if coding in self._moved:
                read.append(self._first((code, *self._moved[coding])) or code)
                continue
            if code not in found:
                found[code] = self._first((code,)) or code
            read.append(found[code])
        return read

    def _first(self, codes: Sequence[str]) -> str | None:
        for code in (*codes, *(source for one in codes for source in self._above(one))):
            # A code that had been merged stood there too, under the name of the other.
            then = self.book.read_as(code)
            if then in self.book:
                return then
        return None

    def _above(self, code: str) -> Iterator[str]:
        """What a code was split from, and that in its turn. A union may bring a circle: each comes once."""
        seen = {code}
        while (code := self._sources.get(code, code)) not in seen:
            seen.add(code)
            yield code
