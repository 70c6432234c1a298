"""Limits per minute for each caller or address. They count in one process: each worker counts on its own."""

from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Final

from graph_service.lru_cache import LRUCache

MINUTE: Final = 60.0  # seconds
CAPACITY: Final = 10_000  # keys that are remembered; the others count as unused
NETWORK_BITS: Final = 64  # of an IPv6 address: what a provider gives to one customer at least


class RateLimit:
    """What each key may use per minute: a leaky bucket, so that what was used is forgotten evenly within a minute.

    A use is refused only before it begins, so the last one may exceed the limit.
    """

    def __init__(self, limit: float) -> None:
        """limit: in the unit of `add`, such as rows or attempts."""
        self.limit = limit
        self._used: LRUCache[str, tuple[float, float]] = LRUCache(CAPACITY)

    def add(self, key: str, amount: float = 1.0) -> None:
        """Counts a use."""
        self._used.put(key, (self._level(key) + amount, monotonic()))

    def wait(self, key: str) -> float:
        """Seconds after which the key may be used again, by 1 at least; 0 if it may now."""
        return max(0.0, self._level(key) + 1.0 - self.limit) * MINUTE / self.limit

    def _level(self, key: str) -> float:
        used = self._used.get(key)
        return 0.0 if used is None else max(0.0, used[0] - (monotonic() - used[1]) * self.limit / MINUTE)


def network_of(address: str) -> str:
    """What stands for an address in a limit: itself, or the network of an IPv6 address, whose owner has 2^64 of them."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Address(int(parsed) >> NETWORK_BITS << NETWORK_BITS)) if parsed.version == 6 else address
