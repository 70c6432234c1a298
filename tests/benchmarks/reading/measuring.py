"""Measures time, CPU time and throughput in alternating slices, so that other load on the machine affects all contenders equally."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median

import psutil

from tests.benchmarks.reading.contenders import Contender, connect
from tests.benchmarks.reading.drawn import Asked

ROUNDS = 5
CLIENTS = 8
LEAST = 3  # minimum number of requests per slice


@dataclass(slots=True)
class Taken:
    """Measurements of one contender: seconds of each request, and total CPU seconds of the contender and of Neo4j."""

    seconds: list[float] = field(default_factory=list[float])
    own: float = 0.0
    neo4j: float = 0.0

    @property
    def p50(self) -> float:
        """Median in milliseconds."""
        return 1000 * median(self.seconds)

    @property
    def p95(self) -> float:
        """95th percentile in milliseconds."""
        return 1000 * sorted(self.seconds)[int(0.95 * (len(self.seconds) - 1))]

    @property
    def processor(self) -> tuple[float, float]:
        """CPU milliseconds per request: (contender, Neo4j)."""
        return 1000 * self.own / len(self.seconds), 1000 * self.neo4j / len(self.seconds)


def take_turns(parties: list[Contender], question: str, asked: list[Asked], seconds: float, neo4j: psutil.Process) -> list[Taken]:
    """Measures each contender for `seconds` in total, after one slice of warm-up."""
    taken = [Taken() for _ in parties]
    requests = [[party.request(question, each) for each in asked] for party in parties]
    for number in range(ROUNDS + 1):
        for party, made, into in zip(parties, requests, taken, strict=True):
            _ask_for(seconds / ROUNDS, party, made, Taken() if number == 0 else into, neo4j)
    return taken


def _ask_for(seconds: float, party: Contender, requests: list[bytes], taken: Taken, neo4j: psutil.Process) -> None:
    own_before, neo4j_before = processor_seconds(party.process), processor_seconds(neo4j)
    with connect(party) as connection:
        end, asked = time.perf_counter() + seconds, 0
        while asked < LEAST or time.perf_counter() < end:
            begun = time.perf_counter()
            connection.ask(requests[len(taken.seconds) % len(requests)])
            taken.seconds.append(time.perf_counter() - begun)
            asked += 1
    taken.own += processor_seconds(party.process) - own_before
    taken.neo4j += processor_seconds(neo4j) - neo4j_before


def processor_seconds(process: psutil.Process) -> float:
    """The processor time that the process has used."""
    times = process.cpu_times()
    return times.user + times.system


def throughput(parties: list[Contender], question: str, asked: list[Asked], seconds: float) -> list[float]:
    """Requests per second of each contender with CLIENTS concurrent clients, measured for `seconds` each."""
    answered, passed = [0 for _ in parties], [0.0 for _ in parties]
    requests = [[party.request(question, each) for each in asked] for party in parties]
    for _ in range(ROUNDS):
        for place, (party, made) in enumerate(zip(parties, requests, strict=True)):
            begun = time.perf_counter()
            answered[place] += _count_answers(party, made, seconds / ROUNDS)
            passed[place] += time.perf_counter() - begun
    return [count / each for count, each in zip(answered, passed, strict=True)]


def _count_answers(party: Contender, requests: list[bytes], seconds: float) -> int:
    """The number of requests sent within `seconds`; returns when all are answered."""

    def ask(client: int) -> int:
        end, asked = time.perf_counter() + seconds, 0
        with connect(party) as connection:
            while asked == 0 or time.perf_counter() < end:
                connection.ask(requests[(client + asked * CLIENTS) % len(requests)])
                asked += 1
        return asked

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(ask, range(CLIENTS)))
