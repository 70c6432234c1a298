"""Predictive quality of experts and lessonsFor against simple baselines: python -m tests.benchmarks.ranking [FOLDER] [ROLE ...].

FOLDER holds import tables; the default is pmo/kubernetes below GRAPH_SERVICE_REAL_DATA. ROLE: the roles that count as working on a project
(default: all; for kubernetes: authors, because reviewers and approvers look at many projects).

The tables are imported into a separate Neo4j. Each test case is evaluated with the functions of the product over columns without any later
data; text is scored by the statement of the product in a full-text index of the lessons published by that day. The name, summary and topics
of projects, and whether people are active, are taken from the tables as they are today.
"""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_service.analysis.columns.reading import read_all
from graph_service.graph import Graph, WriteTransaction, connect
from graph_service.graph.local import find_installation, local_neo4j
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from graph_service.settings import read_settings
from tests.analysis.rows import rows_from
from tests.benchmarks.ranking.expert_rankings import eight_months_apart, rank_experts
from tests.benchmarks.ranking.lesson_rankings import rank_lessons

DAYS = eight_months_apart(date(2019, 7, 1), 7)
LEAVE = "MATCH ()-[work:WORKED_ON]->() WHERE NOT coalesce(work.role, '') IN $roles DELETE work"


async def main(folder: Path, roles: list[str]) -> None:
    """Prints the table."""
    with TemporaryDirectory() as data:
        settings = replace(read_settings({}), data=Path(data), bolt_port=0, browser_port=0)
        async with local_neo4j(find_installation(settings), settings) as neo4j, connect(neo4j.settings(settings)) as graph:
            await migrate(graph, find_package_data("schema"))
            await import_folder(graph, folder)
            if roles:
                await leave_out_others(graph, roles)
            rows = rows_from(await read_all(graph))
            asked, experts = rank_experts(rows, DAYS)
            show(f"experts: {asked} questions on {len(DAYS)} days", "hits@10", experts)
            projects, everywhere, elsewhere, across = await rank_lessons(graph, rows)
            show(f"lessonsFor: {projects} projects", "recall@10", everywhere)
            show(f"lessonsFor, lessons of other departments: {elsewhere} projects", "recall@10", across)


async def leave_out_others(graph: Graph, roles: list[str]) -> None:
    """Deletes the WORKED_ON relationships with other roles."""

    async def work(transaction: WriteTransaction) -> None:
        await transaction.run(LEAVE, {"roles": roles})

    await graph.write(work)


def show(title: str, measure: str, figures: dict[str, tuple[float, float]]) -> None:
    """Prints one part of the table."""
    print(f"\n{title:64}{'MRR':>8}{measure:>12}")
    for name, (mrr, found) in figures.items():
        print(f"  {name:62}{mrr:8.3f}{found:12.3f}")


if __name__ == "__main__":
    given = sys.argv[1:]
    real = os.environ.get("GRAPH_SERVICE_REAL_DATA")
    if not given and real is None:
        raise SystemExit("Give a folder of import tables, or set GRAPH_SERVICE_REAL_DATA.")
    where = Path(given[0]) if given else Path(real or "") / "pmo" / "kubernetes"
    asyncio.run(main(where, given[1:] or ([] if given else ["author"])))
