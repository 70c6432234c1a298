"""Links that must not close a cycle."""

from collections.abc import Iterable

Pair = tuple[str, str]


def closing_links(kept: Iterable[Pair], links: Iterable[Pair]) -> set[Pair]:
    """Those of `links`, taken in the order given, that would close a cycle with the kept ones and those taken before them."""
    targets: dict[str, list[str]] = {}
    for source, target in kept:
        targets.setdefault(source, []).append(target)
    closing: set[Pair] = set()
    for source, target in links:
        if _reaches(targets, target, source):
            closing.add((source, target))
        else:
            targets.setdefault(source, []).append(target)
    return closing


def _reaches(targets: dict[str, list[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        fresh = [target for target in targets.get(here, ()) if target not in seen]
        seen.update(fresh)
        waiting += fresh
    return False
