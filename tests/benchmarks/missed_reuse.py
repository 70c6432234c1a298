"""Quality of missed-reuse suggestions on two public organisations: python -m tests.benchmarks.missed_reuse [kubernetes] [llis].

GRAPH_SERVICE_REAL_DATA names the folder with pmo/kubernetes, pmo/llis and llis. Neither organisation records recurrences. Ground truth:

- kubernetes: the project of the later lesson names the earlier lesson as related (a reuse in these tables), on the same day or later.
- llis, NASA's lessons: two lessons are about the same problem when one cites the other by number. Each lesson without a project gets its own
  project, and the titles of cited lessons and the text around lesson numbers are removed, because they reveal the citations.

These are far fewer than all pairs about the same problem, so precision is a lower bound.
"""

import asyncio
import csv
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from time import perf_counter

from graph_service.analysis.columns import lesson_texts
from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.columns.snapshot import load
from graph_service.analysis.facts.arrays import UNKNOWN
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance import suggested_recurrences
from graph_service.analysis.relevance.suggested_recurrences import SuggestedRecurrence, find_candidates, shared_topics
from graph_service.graph import Graph, connect
from graph_service.graph.local import find_installation, local_neo4j
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from graph_service.settings import read_settings

TEXTS = ("title", "context", "wentWell", "wentWrong", "recommendation")
NUMBER = re.compile(r"(?:lesson|LLIS|NEN)[^.]{0,40}?\d[\d-]{1,6}|viewall/\d+|/\d{3,4}\b", re.IGNORECASE)
AROUND = 120  # characters removed around a citation
YEARS = range(1990, date.today().year + 1)
LEASTS = (0.0, 0.10, 0.12, 0.15, 0.18, 0.20, 0.25, 0.30, 0.40)

TITLES_QUERY = "MATCH (lesson:Lesson) WHERE lesson.id IN $ids RETURN collect([lesson.id, lesson.titleStems])"

Pair = tuple[str, str]


def citations(folder: Path) -> set[Pair]:
    """Pairs of the numbers of the citing and the cited lesson."""
    with (folder / "llis" / "links_lesson_cites_lesson.csv").open(encoding="utf-8", newline="") as file:
        return {(f"llis-{row['from_lesson']}", f"llis-{row['to_lesson']}") for row in csv.DictReader(file) if "number" in row["method"]}


def write_tables(source: Path, target: Path, cited: set[Pair]) -> None:
    """Writes the tables with a project for each lesson and without text that reveals citations."""
    copytree(source, target)
    csv.field_size_limit(sys.maxsize)
    with (source / "lessons.csv").open(encoding="utf-8", newline="") as file:
        lessons = list(csv.DictReader(file))
    titles = {row["id"]: row["title"] for row in lessons}
    for row in lessons:
        others = [titles[other] for one, other in cited if one == row["id"] and other in titles]
        row |= {name: hide(row[name], others) for name in TEXTS if others}
    own = [row["id"] for row in lessons if not row["project"]]
    write_rows(target / "lessons.csv", [row | {"project": row["project"] or f"of {row['id']}"} for row in lessons])
    with (source / "projects.csv").open(encoding="utf-8", newline="") as file:
        projects = list(csv.DictReader(file))
    blank = dict.fromkeys(projects[0], "")
    write_rows(target / "projects.csv", [*projects, *(blank | {"id": f"of {id_}", "name": id_, "status": "CLOSED"} for id_ in own)])


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Replaces a table."""
    path.chmod(0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def hide(text: str, titles: Iterable[str]) -> str:
    """Removes these titles and the text around lesson numbers."""
    for title in titles:
        text = re.sub(r"\s+".join(map(re.escape, title.split())), " ", text, flags=re.IGNORECASE)
    kept, last = [], 0
    for found in NUMBER.finditer(text):
        kept.append(text[last : max(last, found.start() - AROUND)])
        last = found.end() + AROUND
    return " ".join([*kept, text[last:]])


def count_pairs(columns: Columns) -> int:
    """The number of pairs that could be suggested if texts were ignored."""
    view, every = View(date.today()), list(columns.lessons.ids)
    suggested_recurrences.MAX_CANDIDATES, compared = len(every), suggested_recurrences.MAX_CANDIDATES
    wrong = [every[code] for code in range(len(every)) if columns.lessons.went_wrong[code]]
    found = sum(len(find_candidates(columns, view, {id_: every}).get(columns.lessons.ids.index(id_), ())) for id_ in wrong)
    suggested_recurrences.MAX_CANDIDATES = compared
    return found


async def suggest(graph: Graph, columns: Columns) -> list[SuggestedRecurrence]:
    """All suggestions of each year regardless of similarity. Prints the time per year."""
    found, seconds = [], []
    for year in YEARS:
        begun = perf_counter()
        found += await suggested_recurrences.suggest_recurrences(
            LessonTexts(graph), columns, View(date.today(), start=date(year, 1, 1), end=date(year + 1, 1, 1))
        )
        seconds.append(perf_counter() - begun)
    print(f"{len(YEARS)} years, each asked in {sorted(seconds)[len(seconds) // 2]:.2f} s (median), {max(seconds):.2f} s at the most")
    return found


def eligible(columns: Columns, cited: set[Pair]) -> set[Pair]:
    """The citations a suggestion can find, as (later, earlier): shared topic, other project, earlier one available when later learned."""
    code = {id_: at for at, id_ in enumerate(columns.lessons.ids)}
    lessons, pairs = columns.lessons, {(code[one], code[other]) for one, other in cited if one in code and other in code}
    return {
        (lessons.ids[one], lessons.ids[other])
        for one, other in pairs | {(other, one) for one, other in pairs}
        if shared_topics(columns, one, other)
        and lessons.project[one] != lessons.project[other]
        and lessons.published[other] < lessons.learned[one] < lessons.retired[other]
    }


def report(name: str, found: Sequence[SuggestedRecurrence], columns: Columns, truth: set[Pair]) -> None:
    """Prints precision and recall at each threshold."""
    print(f"\n{name}\n  likeness   suggested   cite   precision   recall")
    best = [
        (columns.lessons.ids[pair.later], columns.lessons.ids[pair.earlier]) for pair in sorted(found, key=lambda pair: -pair.similarity)
    ]
    print(f"  precision at 20: {len(truth.intersection(best[:20])) / 20:.2f}")
    for least in LEASTS:
        kept = [(columns.lessons.ids[pair.later], columns.lessons.ids[pair.earlier]) for pair in found if pair.similarity >= least]
        hits = len(truth.intersection(kept))
        print(f"  {least:8.2f} {len(kept):11} {hits:6} {hits / max(len(kept), 1):11.3f} {hits / len(truth):8.2f}")


def named(columns: Columns) -> set[Pair]:
    """Pairs of the ids of a lesson and of a lesson that its project reused."""
    lessons, events = columns.lessons, columns.events
    of_project: dict[int, int] = {project: code for code, project in enumerate(lessons.project.tolist()) if project != UNKNOWN}
    reused: set[tuple[int, int]] = set(zip(events.project.tolist(), events.lesson.tolist(), strict=True))
    return {(lessons.ids[of_project[project]], lessons.ids[code]) for project, code in reused if project in of_project}


async def measure(graph: Graph, cited: set[Pair]) -> None:
    """Runs the measurement and prints the results."""
    columns = (await load(graph, 5)).columns
    truth = eligible(columns, cited or named(columns))
    pairs = count_pairs(columns)
    print(
        f"{len(columns.lessons.ids)} lessons; {len(truth)} citations among {pairs} pairs that may be suggested: {len(truth) / pairs:.4f} by chance"
    )
    whole_texts, suggested_recurrences.MIN_SIMILARITY = lesson_texts.TEXTS_QUERY, -1.0
    report("As the service does it: of 20 lessons the index finds, the likest", await suggest(graph, columns), columns, truth)
    suggested_recurrences.MAX_CANDIDATES = 1
    report("The index alone: the first lesson it finds", await suggest(graph, columns), columns, truth)
    suggested_recurrences.MAX_CANDIDATES = 20
    lesson_texts.TEXTS_QUERY = TITLES_QUERY
    report("Titles alone: of 20 lessons the index finds, the one with the likest title", await suggest(graph, columns), columns, truth)
    lesson_texts.TEXTS_QUERY = whole_texts


async def main(name: str) -> None:
    """Runs the benchmark of one organisation on a separate Neo4j in a temporary folder."""
    source = Path(os.environ["GRAPH_SERVICE_REAL_DATA"])
    cited = citations(source) if name == "llis" else set[Pair]()
    with TemporaryDirectory() as folder:
        settings = read_settings(data=Path(folder) / "neo4j", bolt_port=0, browser_port=0)
        write_tables(source / "pmo" / name, Path(folder) / "tables", cited)
        async with local_neo4j(find_installation(settings), settings) as neo4j, connect(neo4j.settings(settings)) as graph:
            await migrate(graph, find_package_data("schema"))
            await import_folder(graph, Path(folder) / "tables")
            await measure(graph, cited)


if __name__ == "__main__":
    for organisation in sys.argv[1:] or ("kubernetes", "llis"):
        print(f"\n{organisation}")
        asyncio.run(main(organisation))
