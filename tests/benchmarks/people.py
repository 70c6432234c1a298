"""Benchmark of people queries, and betweenness vs. plain igraph: python -m tests.benchmarks.people [LESSONS REUSES PEOPLE DEPARTMENTS]."""

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import igraph
import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.node_ids import DepartmentId, PersonId
from graph_service.analysis.measures.brokers import brokers
from graph_service.analysis.measures.communities import communities
from graph_service.analysis.measures.departure import without
from graph_service.analysis.measures.pairs_at_risk import pairs_at_risk
from graph_service.analysis.measures.people_e_index import people_e_index
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.brokerage import BrokerageRole
from graph_service.analysis.people.leiden import find_communities
from graph_service.analysis.people.person_network import PersonNetwork, person_network
from graph_service.analysis.people.shared_work import SharedWork
from tests.benchmarks.network import milliseconds, organisation

QUESTIONS: dict[str, Callable[[Columns, View], object]] = {
    "person network": person_network,
    "brokers": brokers,
    "gatekeepers": partial(brokers, role=BrokerageRole.GATEKEEPER),
    "pairs at risk": pairs_at_risk,
    "without a person": partial(without, person=PersonId("p0000007")),
    "without a department": partial(without, department=DepartmentId("d007")),
    "people's E-I index": people_e_index,
}


def processor_seconds() -> float:
    """CPU seconds of this process and its finished child processes; wall-clock time is unreliable on a shared machine."""
    return sum(os.times()[:4])


def igraph_itself(network: PersonNetwork) -> list[float]:
    """Betweenness of the same ties with igraph alone."""
    graph: Any = igraph.Graph(network.people, np.stack((network.learner, network.reuser), axis=1), directed=True)
    return graph.betweenness()


async def main() -> None:
    """Prints one line per query."""
    columns = organisation(*(map(int, sys.argv[1:]) if len(sys.argv) == 5 else (100_000, 300_000, 20_000, 60)))
    today, shared_work = date(2026, 1, 1), SharedWork()
    views = {"all": View(today), "level 1": View(today, level=1), "one year": View(today, start=date(2024, 1, 1), end=date(2025, 1, 1))}
    for name, view in views.items():
        for question, ask in QUESTIONS.items():
            print(f"{question}, {name}: {milliseconds(lambda ask=ask, view=view: ask(columns, view), 5):.0f} ms")
    view = views["all"]
    network = person_network(columns, view)
    print(f"{int(network.tied.sum()):,} people with {len(network.learner):,} ties")
    began = processor_seconds()
    communities(columns, view, await shared_work.compute(find_communities, network))
    print(f"communities: {processor_seconds() - began:.1f} s of the processor, in a process of their own")
    began = processor_seconds()
    igraph_itself(network)
    alone = processor_seconds() - began
    began = processor_seconds()
    brokers(columns, view)
    await shared_work.compute(betweenness, person_network(columns, view))
    taken = processor_seconds() - began
    print(f"brokers with betweenness: {taken:.1f} s of the processor, {taken / alone:.2f} times the {alone:.1f} s of igraph alone")
    began = perf_counter()
    await shared_work.compute(betweenness, person_network(columns, view))
    print(f"betweenness asked again: {1000 * (perf_counter() - began):.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
