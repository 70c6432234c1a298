"""From ids to codes, by binary search."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from graph_service.analysis.facts.arrays import UNKNOWN
from graph_service.errors import NotFound


class IdLookup(Mapping[str, int]):
    """Id -> code over sorted ids. Unlike a dict it needs no time to build."""

    __slots__ = ("_ids",)

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids

    def __getitem__(self, id_: str) -> int:
        code = code_of(self._ids, id_)
        if code == UNKNOWN:
            raise KeyError(id_)
        return code

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def code_of(ids: Sequence[str], id_: str) -> int:
    """The position of an id in sorted ids; UNKNOWN when it is missing."""
    at = bisect_left(ids, id_)
    return at if at < len(ids) and ids[at] == id_ else UNKNOWN


def known_code(ids: Sequence[str], id_: str, *, noun: str, field: str) -> int:
    """The position of an id in sorted ids. Raises NotFound, which names the argument `field`, when it is missing."""
    code = code_of(ids, id_)
    if code == UNKNOWN:
        raise NotFound(f"{field} is {id_!r}, and there is no {noun} with this id.", field=field)
    return code
