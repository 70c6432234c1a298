"""Compares random questions with the best hand-written Cypher for each: python -m tests.benchmarks.workload

On a graph of the reading benchmark (L by default), which is loaded once and kept. Both sides run as plain statements over the same driver, so
the ratio is that of the plans: of their times, or with --hits of the database hits that PROFILE counts, which do not depend on how busy the
machine is. Prints Markdown: the median, the 95th percentile, and the worst questions with their statements. The exit code is 1 if a
requirement is not met.
"""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, LiteralString

import numpy as np
import platformdirs
from graphql import parse
from neo4j import Driver, Query
from neo4j.exceptions import Neo4jError

from graph_service.api.context import current_day
from graph_service.api.nodes.departments import Department
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.people import Person
from graph_service.api.nodes.projects import Project
from graph_service.api.nodes.reuses import Reuse
from graph_service.api.nodes.topics import Topic
from graph_service.api.schema import schema
from graph_service.compiler.planning.statistics import Statistics, read_statistics
from graph_service.domain.node_statements import DEGREE_STATEMENTS, SAMPLE_STATEMENT
from graph_service.graph import connect
from graph_service.graph.local import LocalNeo4j
from graph_service.mapping.annotations import node_of
from graph_service.mapping.scalars import Date, DateTime
from graph_service.settings import Settings
from tests.benchmarks.reading.database_hits import sum_hits
from tests.benchmarks.reading.kept_graph import bare_driver, kept_graph
from tests.benchmarks.reading.seeded_organisation import SIZES
from tests.benchmarks.workload.by_hand import Writer
from tests.benchmarks.workload.questions import Question, QuestionGenerator

NODES = [node_of(cls) for cls in (Lesson, Reuse, Person, Project, Topic, Department)]
TIMEOUT, PROFILE_TIMEOUT = 5.0, 30.0  # seconds of one statement
RUNS = 4
SAMPLE = 200
WORST = 10  # questions that the report shows
# The label and the property come from the annotations of the node types.
VALUES_QUERY: LiteralString = """
MATCH (n) WHERE $label IN labels(n) AND n[$name] IS NOT NULL WITH n LIMIT 20000
WITH DISTINCT n[$name] AS value ORDER BY toString(value) LIMIT $limit
RETURN collect(value) AS values
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, each the fastest of RUNS; or database hits."""

    question: Question
    statement: str
    ours: float
    by_hand: float
    best: str
    equal: bool

    @property
    def ratio(self) -> float:
        """Ours to the best by hand; 1 if all of them take longer than TIMEOUT."""
        return 1.0 if self.ours == self.by_hand else self.ours / self.by_hand


def sample_values(driver: Driver) -> dict[tuple[str, str], list[Any]]:
    """Values of each property that can be filtered and sorted by."""
    values: dict[tuple[str, str], list[Any]] = {}
    for node in NODES:
        for prop in node.properties.values():
            if prop.unit is None and prop.type not in (DateTime, float, int):
                found = driver.execute_query(VALUES_QUERY, label=node.label, name=prop.name, limit=SAMPLE).records[0]["values"]
                if found:
                    is_plain = prop.type is Date or isinstance(found[0], str)
                    values[node.label, prop.name] = [str(each) for each in found] if is_plain else found
                    if isinstance(prop.type, type) and hasattr(prop.type, "__members__"):
                        values[node.label, prop.name] = [prop.type(each) for each in found]
    return values


def run_once(driver: Driver, text: LiteralString, parameters: dict[str, Any], *, hits: bool) -> tuple[float, Any]:
    """(milliseconds or hits, the first record); infinity after the timeout."""
    query = Query(f"PROFILE {text}", timeout=PROFILE_TIMEOUT) if hits else Query(text, timeout=TIMEOUT)
    began = time.perf_counter()
    try:
        records, summary, _ = driver.execute_query(query, parameters)
    except Neo4jError as error:
        if "Timeout" not in error.code and "TimedOut" not in error.code and "Terminated" not in error.code:
            raise
        return float("inf"), None
    milliseconds = (time.perf_counter() - began) * 1_000
    return sum_hits(summary.profile or {}) if hits else milliseconds, records[0].data()


def measure(driver: Driver, question: Question, statistics: Statistics, *, hits: bool) -> Measured:
    """Measures all statements of a question: their hits once, or their times in turns, after each has run once."""
    document, today = question.document(), current_day()
    prepared = schema.operations.prepare(document, None, parse(document))
    bound = prepared and prepared.plan({}, today, statistics)
    assert bound, document
    statement = bound.plan.fields[0].statement
    ours: tuple[LiteralString, dict[str, Any]] = statement.text, statement.parameters(bound.values)
    writer = Writer(today)
    by_hand: list[tuple[LiteralString, dict[str, Any]]] = [(text, writer.parameters) for text in writer.statements(question)]
    fastest: dict[str, float] = {}
    results: dict[str, Any] = {}
    for _ in range(1 if hits else RUNS + 1):
        for text, parameters in [ours, *by_hand]:
            if fastest.get(text) != float("inf"):
                taken, result = run_once(driver, text, parameters, hits=hits)
                if hits or text in results:
                    fastest[text] = min(fastest.get(text, float("inf")), taken)
                results[text] = result
                if result is None:
                    fastest[text] = float("inf")
    correct: list[LiteralString] = [
        text for text, _ in by_hand if results[ours[0]] is None or _same_answer(results[ours[0]]["row"], results[text])
    ]
    # A statement that follows the order of a relation omits the rows without it: it counts only if the page is full without them.
    tried: list[LiteralString] = correct or [text for text, _ in by_hand]
    best = min(tried, key=lambda text: fastest.get(text, float("inf")))
    return Measured(question, ours[0], fastest[ours[0]], fastest[best], best, bool(correct))


def _same_answer(row: dict[str, Any], by_hand: dict[str, Any] | None) -> bool:
    """Whether a statement by hand has the count and the page of ours; one that was too slow was not compared."""
    if by_hand is None:
        return True
    page = [node["id"] for node in row.get("nodes", ())]
    return by_hand.get("total") == row.get("totalCount") and by_hand.get("page", []) == page


def report(measured: list[Measured], *, hits: bool) -> tuple[list[str], bool]:
    """Markdown, and whether the requirements are met."""
    ratios = np.array([each.ratio for each in measured])
    slow = [each for each in measured if not hits and each.ours > 1_000 and each.by_hand < 200]
    median, high = float(np.median(ratios)), float(np.percentile(ratios, 95))
    lines = [
        f"### {len(measured)} questions: {'database hits of ours' if hits else 'ours'} / the best by hand",
        "",
        "| | measured | at most |",
        "|---|---|---|",
        f"| median | {median:.2f} | 1.1 |",
        f"| 95th percentile | {high:.2f} | 1.5 |",
        f"| largest | {ratios.max():.2f} | 3 |",
        *([] if hits else [f"| over 1 s where the best takes less than 200 ms | {len(slow)} | 0 |"]),
        "",
    ]
    for each in sorted(measured, key=lambda each: -each.ratio)[:WORST]:
        lines += [f"- {each.ratio:.1f} ({each.ours:,.1f} / {each.by_hand:,.1f} {'hits' if hits else 'ms'}): `{each.question.document()}`"]
        lines += [f"  - ours: `{each.statement}`", f"  - by hand: `{each.best}`"]
    different = [each for each in measured if not each.equal]
    lines += [f"- different count: `{each.question.document()}`: `{each.best}`" for each in different]
    return lines, median <= 1.1 and high <= 1.5 and float(ratios.max()) <= 3 and not slow and not different


async def _statistics(neo4j: LocalNeo4j) -> Statistics:
    async with connect(neo4j.settings(Settings())) as graph:
        return await read_statistics(graph, SAMPLE_STATEMENT, degree_queries=DEGREE_STATEMENTS)


async def run(options: argparse.Namespace) -> list[Measured]:
    """Measures the questions of one seed."""
    async with kept_graph(options.data, options.size) as neo4j:
        statistics = await _statistics(neo4j)
        with bare_driver(neo4j) as driver:
            generator = QuestionGenerator(NODES, sample_values(driver), Random(options.seed))
            measured: list[Measured] = []
            for number in range(options.questions):
                measured.append(await asyncio.to_thread(measure, driver, generator.question(), statistics, hits=options.hits))
                print(f"{number + 1} of {options.questions}: {measured[-1].ratio:.2f}", file=sys.stderr)
            return measured


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.workload", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=300, help="number of questions (300)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random questions (1)")
    parser.add_argument("--hits", action="store_true", help="compare database hits instead of times")
    parser.add_argument("--size", choices=list(SIZES), default="L", help="size of the organisation (L)")
    parser.add_argument(
        "--data", type=Path, default=platformdirs.user_cache_path("graph-service") / "benchmark", help="folder in which the graphs are kept"
    )
    options = parser.parse_args()
    lines, met = report(asyncio.run(run(options)), hits=options.hits)
    print("\n".join(lines))
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
