"""Similar lessons while somebody writes: python -m tests.benchmarks.capture [--data DIR] [quality] [paraphrases] [latency].

GRAPH_SERVICE_REAL_DATA names the folder with pmo/kubernetes and pmo/llis. Prints Markdown.

- quality: "This happened before". No organisation of these records recurrences (recurrenceOf is empty in all of them), so the true pairs are the best there are:
  on Kubernetes, the later proposal names the earlier one as related (a reuse in these tables) or replaces it; on NASA's lessons, the later one cites the earlier one by
  number, and what reveals the citation is removed (see missed_reuse.py). Each later lesson is typed as it was on the day it was learned: only its title; its title and the
  first sentence of what happened; everything it says. Many pairs about the same problem are not recorded, so precision is a lower bound.
- paraphrases: paraphrases.csv has 30 lessons of the demonstration in other words, written before any search was run with them.
- latency: through the service, on the seeded organisation of size L, which is kept in DIR.
"""

import argparse
import asyncio
import csv
import os
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import httpx
import platformdirs

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.snapshot import load
from graph_service.analysis.facts.arrays import UNKNOWN
from graph_service.analysis.facts.node_ids import ProjectId
from graph_service.analysis.measures.similar_lessons import SimilarLesson, similar_lessons
from graph_service.analysis.relevance.compared_texts import ReferenceWords
from graph_service.api.network.compared_texts import read_compared_texts
from graph_service.app import create_app
from graph_service.domain.capture.texts import split_title
from graph_service.graph import Graph, connect
from graph_service.graph.local import find_installation, local_neo4j
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.language.stems import LanguagesInUse
from graph_service.package_data import find_package_data
from graph_service.settings import read_settings
from tests.benchmarks.missed_reuse import TEXTS, Pair, citations, named, write_tables
from tests.benchmarks.reading.kept_graph import kept_graph

PARAPHRASES: Final = Path(__file__).parent / "paraphrases.csv"
TIMES, WARM_UP = 100, 20
ASKED: Final = 1_000  # later lessons at most
QUERY: Final = """query($text: String!, $project: ID, $asker: ID) { similarLessons(text: $text, project: $project, asker: $asker, first: 4) {
  happenedBefore reason ask { id name } lesson { id title learnedOn project { name } } } }"""
Row = Mapping[str, str]
LENGTHS: Final[Mapping[str, Callable[[Row], str]]] = {
    "title": lambda row: row["title"],
    "title and one sentence": lambda row: f"{row['title']}. {split_title(row['context'] or ' ')[0]}",
    "everything": lambda row: "\n".join(row[name] for name in TEXTS if row[name]),
}


@asynccontextmanager
async def loaded(tables: Path) -> AsyncGenerator[Graph]:
    """A graph with these tables, in a Neo4j of its own."""
    with TemporaryDirectory() as folder:
        settings = read_settings(data=Path(folder), bolt_port=0, browser_port=0)
        async with local_neo4j(find_installation(settings), settings) as neo4j, connect(neo4j.settings(settings)) as graph:
            await migrate(graph, find_package_data("schema"))
            await import_folder(graph, tables)
            yield graph


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Writer:
    """Finds lessons like a text, as the service does."""

    def __init__(self, graph: Graph, columns: Columns) -> None:
        self.graph, self.columns, self.words, self.in_use = graph, columns, ReferenceWords(), LanguagesInUse(("en",), ("en",))

    async def find(self, text: str, day: date, project: str | None = None, first: int = 10) -> tuple[SimilarLesson, ...]:
        """What is shown while the text is written on this day."""
        compared = await read_compared_texts(self.graph, self.columns, self.words, text, day, self.in_use)
        return similar_lessons(self.columns, day, compared, text=text, project=None if project is None else ProjectId(project), first=first)


def true_pairs(columns: Columns, pairs: set[Pair]) -> dict[str, set[str]]:
    """Later lesson -> earlier ones of another project that were published before it was learned."""
    code, lessons = {id_: at for at, id_ in enumerate(columns.lessons.ids)}, columns.lessons
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        if one not in code or other not in code:
            continue
        later, earlier = code[one], code[other]
        elsewhere = lessons.project[later] != lessons.project[earlier] and lessons.project[later] != UNKNOWN
        if elsewhere and lessons.published[earlier] < lessons.learned[later] < lessons.retired[earlier]:
            found.setdefault(one, set()).add(other)
    return found


def score(shown: Mapping[str, Sequence[str]], truth: Mapping[str, set[str]], first: int) -> str:
    """The cells of a table: how many were shown, precision and recall of the first ones, and how often one of them is right."""
    listed = {id_: ids[:first] for id_, ids in shown.items()}
    right = sum(len(truth[id_].intersection(ids)) for id_, ids in listed.items())
    count, all_ = sum(map(len, listed.values())), sum(map(len, truth.values()))
    some = sum(bool(truth[id_].intersection(ids)) for id_, ids in listed.items())
    return f"{count:,} | {right / max(count, 1):.2f} | {right / all_:.2f} | {some / len(truth):.2f}"


async def measure_quality(name: str, source: Path) -> None:
    """Prints the table of an organisation."""
    cited = citations(source) if name == "llis" else set[Pair]()
    with TemporaryDirectory() as folder:
        tables = Path(folder) / "tables"
        write_tables(source / "pmo" / name, tables, cited)
        rows = {row["id"]: row for row in read_rows(tables / "lessons.csv")}
        async with loaded(tables) as graph:
            columns = (await load(graph, 5)).columns
            replaced = {(id_, other) for id_, row in rows.items() for other in row["supersedes"].split("|") if other}
            truth = true_pairs(columns, (cited or named(columns)) | replaced)
            truth = dict(list(truth.items())[:ASKED])
            writer = Writer(graph, columns)
            print(f"\n{name}: {len(rows):,} lessons; {len(truth)} of them have {sum(map(len, truth.values()))} true earlier ones\n")
            print("| Text | Shown as | first | shown | precision | recall | one is right |\n|---|---|---|---|---|---|---|")
            for length, text_of in LENGTHS.items():
                await print_length(writer, length, text_of, rows, truth)


async def print_length(
    writer: Writer, length: str, text_of: Callable[[Row], str], rows: Mapping[str, Row], truth: Mapping[str, set[str]]
) -> None:
    """Prints the lines of one length of text."""
    everything: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for id_ in truth:
        row = rows[id_]
        found = await writer.find(text_of(row), date.fromisoformat(row["learnedOn"]), row["project"])
        elsewhere = [each for each in found if rows[each.lesson]["project"] != row["project"]]
        everything[id_] = [each.lesson for each in elsewhere]
        before[id_] = [each.lesson for each in elsewhere if each.happened_before]
    for shown, lists in (("This happened before", before), ("any similar lesson", everything)):
        for first in (1, 3):
            print(f"| {length} | {shown} | {first} | {score(lists, truth, first)} |", flush=True)


async def measure_paraphrases() -> None:
    """Prints how many paraphrases find their lesson, and those that do not."""
    async with loaded(find_package_data("seed")) as graph:
        writer = Writer(graph, (await load(graph, 5)).columns)
        rows, ranks = read_rows(PARAPHRASES), list[int | None]()
        for row in rows:
            found: list[str] = [each.lesson for each in await writer.find(row["paraphrase"], date(2026, 11, 30), first=1_000)]
            ranks.append(found.index(row["lesson"]) + 1 if row["lesson"] in found else None)
    first, three, ten, any_ = (sum(rank is not None and rank <= most for rank in ranks) for most in (1, 3, 10, 1_000))
    print(
        f"\n{len(rows)} paraphrases: {first} have the lesson first, {three} among the first three, {ten} among the first ten, {any_} at all\n"
    )
    print("| Lesson | Place |\n|---|---|")
    for row, rank in zip(rows, ranks, strict=True):
        print(f"| {row['lesson']} | {rank or 'not found'} |")


async def measure_latency(data: Path) -> None:
    """Prints the time of a request through the service, for three lengths of text, with and without an asker."""
    settings = read_settings({})
    async with kept_graph(data, "L") as neo4j:
        app = create_app(replace(neo4j.settings(settings), answer_timeout=120.0))  # the columns are loaded first
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", timeout=300) as client,
        ):
            graph: Graph = app.state.resources.graph
            rows: list[dict[str, Any]] = await graph.read("MATCH (l:Lesson) WITH l LIMIT 5000 RETURN collect(l {.*})")
            people: list[str] = await graph.read("MATCH (p:Person) WITH p LIMIT 5000 RETURN collect(p.id)")
            texts = [{name: row.get(name) or "" for name in TEXTS} for row in rows]
            chance = Random(7)
            print("\n| Text | Asker | median | 95th percentile |\n|---|---|---|---|")
            for length, text_of in LENGTHS.items():
                for asks in (False, True):
                    variables = [
                        {"text": text_of(chance.choice(texts)), "asker": chance.choice(people) if asks else None}
                        for _ in range(TIMES + WARM_UP)
                    ]
                    taken = sorted([await milliseconds(client, each) for each in variables][WARM_UP:])
                    print(
                        f"| {length} | {'known' if asks else 'not known'} | {quantiles(taken, n=2)[0]:.0f} ms | {quantiles(taken, n=20)[-1]:.0f} ms |",
                        flush=True,
                    )


async def milliseconds(client: httpx.AsyncClient, variables: Mapping[str, Any]) -> float:
    """The duration of one request."""
    begun = perf_counter()
    answer = (await client.post("/graphql", json={"query": QUERY, "variables": variables})).json()
    assert "errors" not in answer, answer["errors"]
    return 1000 * (perf_counter() - begun)


async def main() -> None:
    """Runs the parts that the command line names, all by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=["quality", "paraphrases", "latency", []], default=[])
    parser.add_argument(
        "--data", type=Path, default=platformdirs.user_cache_path("graph-service") / "benchmark", help="where the graph is kept"
    )
    options = parser.parse_args()
    parts = options.parts or ["quality", "paraphrases", "latency"]
    if "quality" in parts:
        for name in ("kubernetes", "llis"):
            await measure_quality(name, Path(os.environ["GRAPH_SERVICE_REAL_DATA"]))
    if "paraphrases" in parts:
        await measure_paraphrases()
    if "latency" in parts:
        await measure_latency(options.data)


if __name__ == "__main__":
    asyncio.run(main())
