"""Predictive quality of experts and lessonsFor against simple baselines: python -m tests.benchmarks.ranking [FOLDER [ROLE ...]].

FOLDER holds import tables. ROLE: the roles that count as working on a project (default: all). Without FOLDER: pmo/kubernetes, where authors
count because reviewers and approvers look at many projects, and pmo/eips, both below GRAPH_SERVICE_REAL_DATA.

The tables are imported into a separate Neo4j. Each test case is evaluated with the functions of the product over columns without any later
data; text is scored by the statement of the product in a full-text index of the lessons published by that day. The name, summary and topics
of projects, and whether people are active, are taken from the tables as they are today. Figures are expectations over the random order of
ties; the intervals are those of a paired bootstrap.
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
from tests.benchmarks.ranking.protocols import Protocols
from tests.benchmarks.ranking.strength_figures import strength_figures

SETS = {"pmo/kubernetes": ["author"], "pmo/eips": []}
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
            show("experts", rank_experts(rows, DAYS))
            for strength, (number, right) in strength_figures(rows, DAYS).items():
                print(f"{strength:7} evidence: right {right:.2f} of {number} experts")
            show("lessonsFor", await rank_lessons(graph, rows))


async def leave_out_others(graph: Graph, roles: list[str]) -> None:
    """Deletes the WORKED_ON relationships with other roles."""

    async def work(transaction: WriteTransaction) -> None:
        await transaction.run(LEAVE, {"roles": roles})

    await graph.write(work)


def show(ours: str, protocols: Protocols) -> None:
    """Prints the figures of a ranking and its baselines, with the 95% intervals of how much better ours is."""
    for title, cases in (("asker's department left out", protocols.asker_left_out), ("everybody", protocols.asker_included)):
        print(f"\n{f'{ours}, {title}: {cases.count} cases':36}     MRR  hits@10  recall@10   MRR of ours more   hits of ours more")
        print(*cases.lines(ours), sep="\n", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    real = os.environ.get("GRAPH_SERVICE_REAL_DATA")
    if not given and real is None:
        raise SystemExit("Give a folder of import tables, or set GRAPH_SERVICE_REAL_DATA.")
    for folder, roles in [(Path(given[0]), given[1:])] if given else [(Path(real or "") / name, roles) for name, roles in SETS.items()]:
        print(f"\n{folder.name}")
        asyncio.run(main(folder, roles))
