"""Read benchmark against the best hand-written Cypher: python -m tests.benchmarks.reading --size S

Loads a seeded organisation into a separate Neo4j (first run: half a minute for S, three minutes for L; then kept), starts
`graph-service serve` and the baseline ("floor") on it, compares their results, and prints the time of each query as a Markdown table.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import platformdirs
import psutil
from neo4j import Driver

from graph_service.graph.local import LocalNeo4j
from tests.benchmarks.reading.answers import comparable
from tests.benchmarks.reading.contenders import Contender, Floor, Service, Unanswered, connect, contenders
from tests.benchmarks.reading.database_hits import floor_hits, service_hits, service_receipts
from tests.benchmarks.reading.drawn import DEEP, PAGE, TITLE, Asked, after, draw
from tests.benchmarks.reading.kept_graph import bare_driver, kept_graph, login_variables
from tests.benchmarks.reading.measuring import CLIENTS, take_turns, throughput
from tests.benchmarks.reading.questions import QUESTIONS
from tests.benchmarks.reading.reported import Measured, Paged, write_growth, write_pages, write_table
from tests.benchmarks.reading.seeded_organisation import SIZES

FORGET_LESSONS = "MATCH (l:Lesson {title: $title}) DETACH DELETE l"
FORGET_ACTIVITIES = "MATCH (a:Activity) WHERE a.seq > $seq DELETE a"
RESET_SEQUENCE = "MATCH (s:Sequence {name: 'activity'}) SET s.value = $seq"
SEQUENCE = "MATCH (s:Sequence {name: 'activity'}) RETURN s.value AS seq"


class Bench:
    """The benchmark of one size: its Neo4j, the contenders, and the query parameters."""

    def __init__(self, driver: Driver, neo4j: LocalNeo4j, parties: tuple[Service, Floor, Floor], seconds: float) -> None:
        self.driver, self.neo4j, self.seconds = driver, psutil.Process(neo4j.process), seconds
        self.parties: list[Contender] = list(parties)
        self.service = parties[0]
        with connect(self.service) as connection:
            self.asked = draw(driver, connection)

    def measure(self, names: list[str]) -> Iterator[tuple[str, Measured]]:
        """Measures each query that the service supports and to which all contenders give the same result."""
        answered = [name for name in names if self.is_answered(name)]
        for name in answered:  # the JVM of a freshly started Neo4j is still compiling, for every contender
            take_turns(self.parties, name, self.asked[name], self.seconds / 2, self.neo4j)
        for name in answered:
            print(name, file=sys.stderr)
            yield name, self.measure_one(name)

    def is_answered(self, name: str) -> bool:
        """Whether all contenders give the same result; prints the reason if not."""
        try:
            self.compare(name)
        except Unanswered as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
            return False
        return True

    def measure_one(self, name: str) -> Measured:
        """Measures times, hits and throughput. The faster of the two baseline forms counts."""
        asked = self.asked[name]
        ours, *floors = take_turns(self.parties, name, asked, self.seconds, self.neo4j)
        floor, fastest = min(zip(floors, self.parties[1:], strict=True), key=lambda pair: pair[0].p50)
        rates = throughput([self.service, fastest], name, asked, self.seconds / 2)
        hits = None
        if not QUESTIONS[name].writes:
            hits = service_hits(self.driver, self.service, name, asked), floor_hits(self.driver, name, asked)
        return Measured(ours, floor, isinstance(fastest, Floor) and fastest.collected, hits, rates[0], rates[1])

    def compare(self, name: str) -> None:
        """Raises Unanswered when a contender rejects the query or returns a different result."""
        for each in self.asked[name]:
            found: list[object] = []
            for party in self.parties:
                with connect(party) as connection:
                    answer = party.read(connection.ask(party.request(name, each)))
                found.append(comparable(name, answer, unordered=QUESTIONS[name].unordered))
            for party, answer in zip(self.parties[1:], found[1:], strict=True):
                if answer != found[0]:
                    shown = f"\n{orjson.dumps(found[0])[:1500]!r}\n{orjson.dumps(answer)[:1500]!r}"
                    raise Unanswered(f"service and {party.name} differ for {each.variables}{shown}")

    def page_far(self) -> Paged:
        """Compares page 250 of a sorted list with page 1, for the service."""
        with connect(self.service) as connection:
            deep = after(connection, DEEP - PAGE)
        first = Asked({"after": None})
        near, far = (take_turns([self.service], "Q13", [asked], self.seconds / 2, self.neo4j)[0].p50 for asked in (first, deep))
        near_hits, far_hits = (service_hits(self.driver, self.service, "Q13", [asked]) for asked in (first, deep))
        return Paged(DEEP // PAGE, near, far, near_hits, far_hits)

    def statements(self, names: list[str]) -> Iterator[str]:
        """The statements that the service ran for each query."""
        for name in names:
            if not QUESTIONS[name].writes:
                yield from (f"-- {name}\n{read['statement']}" for read in service_receipts(self.service, name, self.asked[name])[0])

    def clean_up(self, seq: int) -> None:
        """Deletes the recorded lessons and activities, and resets the sequence."""
        self.driver.execute_query(FORGET_LESSONS, title=TITLE)
        self.driver.execute_query(FORGET_ACTIVITIES, seq=seq)
        self.driver.execute_query(RESET_SEQUENCE, seq=seq)


async def run(size: str, options: argparse.Namespace) -> dict[str, Measured]:
    """Runs and prints the benchmark of one size."""
    async with kept_graph(options.data, size) as neo4j:
        return await asyncio.to_thread(_run, size, neo4j, options)


def _run(size: str, neo4j: LocalNeo4j, options: argparse.Namespace) -> dict[str, Measured]:
    with bare_driver(neo4j) as driver, contenders(login_variables(neo4j)) as parties:
        bench = Bench(driver, neo4j, parties, options.seconds)
        seq = driver.execute_query(SEQUENCE).records[0]["seq"]
        try:
            measured = dict(bench.measure([name for name in QUESTIONS if name in options.questions]))
            print(write_table(size, measured, CLIENTS))
            if "Q13" in measured:
                print(write_pages(bench.page_far()))
            if options.statements:
                print("\n".join(bench.statements(list(measured))))
        finally:
            bench.clean_up(seq)
    return measured


def read_options() -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.reading", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", nargs="+", choices=SIZES, default=["S"], help="10,000 (S) or 100,000 (L) lessons; both for the growth")
    parser.add_argument("--questions", type=_names, default=list(QUESTIONS), metavar="Q1,Q5", help="only these")
    parser.add_argument("--seconds", type=float, default=4.0, help="for each question and contender (4)")
    parser.add_argument(
        "--data", type=Path, default=platformdirs.user_cache_path("graph-service") / "benchmark", help="where the graphs are kept"
    )
    parser.add_argument("--statements", action="store_true", help="print the Cypher that the service generates, too")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - QUESTIONS.keys():
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))} not among {', '.join(QUESTIONS)}")
    return names


def main() -> None:
    """Runs every size in turn, then prints the growth of the service compared with the baseline."""
    options = read_options()
    measured = {size: asyncio.run(run(size, options)) for size in options.size}
    if {"S", "L"} <= measured.keys():
        print(write_growth(measured["S"], measured["L"]))


if __name__ == "__main__":
    main()
