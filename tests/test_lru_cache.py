"""LRUCache keeps the entries that were used most recently, and no more than its capacity."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph_service.lru_cache import LRUCache


@pytest.fixture
def cache() -> LRUCache[str, int]:
    cache: LRUCache[str, int] = LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    return cache


def test_put_returns_the_value(cache: LRUCache[str, int]) -> None:
    assert cache.put("c", 3) == 3


def test_new_entry_drops_the_least_recently_stored(cache: LRUCache[str, int]) -> None:
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [None, 2, 3]
    assert len(cache) == 2


def test_lookup_counts_as_use(cache: LRUCache[str, int]) -> None:
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_replacing_a_value_counts_as_use(cache: LRUCache[str, int]) -> None:
    cache.put("a", 10)
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [10, None, 3]


def test_removed_entry_is_no_longer_cached(cache: LRUCache[str, int]) -> None:
    cache.remove("a")
    cache.remove("never stored")
    assert cache.get("a") is None
    assert len(cache) == 1


@pytest.mark.thorough
def test_threads_share_a_cache_without_errors() -> None:
    cache: LRUCache[int, int] = LRUCache(8)

    def use(seed: int) -> None:
        for number in range(20_000):
            key = (number * (seed + 1)) % 32
            assert cache.get(key) in (None, key)
            cache.put(key, key)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(use, range(8))) == [None] * 8
    assert len(cache) == 8
