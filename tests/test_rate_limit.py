"""Limits per minute: when a key may be used again, and how many keys are remembered."""

import pytest

from graph_service import rate_limit
from graph_service.rate_limit import RateLimit, network_of


class Clock:
    """The time in seconds, which tests set."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate_limit, "monotonic", clock)
    return clock


def test_a_key_may_be_used_as_often_as_the_limit_says(clock: Clock) -> None:
    limit = RateLimit(3)
    for _ in range(3):
        assert limit.wait("a") == 0
        limit.add("a")
        clock.now += 0.001
    assert limit.wait("a") == pytest.approx(20, abs=0.1)
    assert limit.wait("b") == 0
    clock.now += 20
    assert limit.wait("a") == 0


def test_what_was_used_is_forgotten_within_a_minute(clock: Clock) -> None:
    limit = RateLimit(100)
    limit.add("a", 250)  # a use that began within the limit may exceed it
    assert limit.wait("a") == pytest.approx(151 * 0.6)
    clock.now += 150
    limit.add("a", 100)
    assert limit.wait("a") > 0
    clock.now += 60
    assert limit.wait("a") == 0


def test_a_limit_of_one_can_be_used(clock: Clock) -> None:
    limit = RateLimit(1)
    assert limit.wait("a") == 0
    limit.add("a")
    assert limit.wait("a") == 60


def test_only_the_latest_keys_are_remembered(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "CAPACITY", 2)
    limit = RateLimit(1)
    for key in "abc":
        limit.add(key)
    assert [limit.wait(key) > 0 for key in "abc"] == [False, True, True]


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("testclient", "testclient"), ("", "")],
)
def test_addresses_of_one_ipv6_network_count_together(address: str, network: str) -> None:
    assert network_of(address) == network
