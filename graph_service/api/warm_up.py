"""Runs typical queries when the service starts, because Neo4j takes seconds to plan a statement for the first time.

They also load the network snapshot, without which the service is not ready.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Final

from graph_service.access import LOCAL_CALLER
from graph_service.analysis.columns.snapshot import warm_up_refresh
from graph_service.api.context import Context, Resources
from graph_service.api.schema import Schema
from graph_service.errors import GraphServiceError

logger = logging.getLogger(__name__)
TIMEOUT: Final = 120.0  # seconds for a read or a computation, for which no client waits
FIRST_PAUSE: Final = 1.0  # seconds before failed queries run again; doubles each time
MAX_PAUSE: Final = 60.0
DOCUMENTS = (
    """{ lessons(first: 20, sort: [{learnedOn: DESC}], where: {status: {eq: PUBLISHED}}) { totalCount pageInfo { hasNextPage endCursor }
           nodes { id title context wentWell wentWrong recommendation phase status learnedOn learners { nodes { id name } } project { id name }
                   departments { nodes { id name } } topics { nodes { id name } } reusesAggregate { count hoursSaved { sum } }
                   reuses(first: 3, sort: [{reusedOn: DESC}]) { nodes { reusedOn outcome project { name } department { name } } } } } }""",
    """{ lesson(id: "none") { id title learners { nodes { name } } project { name owner { name } } reuses { totalCount nodes { id } } } }""",
    """{ departments(first: 100) { nodes { id name parent { id } lessonsAggregate { count } reusesAggregate { count } } } }""",
    """{ lessons(first: 20, where: {departments: {some: {id: {eq: "none"}}}, topics: {some: {id: {eq: "none"}}}}) { totalCount nodes { id title } } }""",
    """{ projects(first: 20, where: {status: {eq: RUNNING}}) { totalCount nodes { id name owner { name } } } people(first: 20) { nodes { id name } } }""",
    """{ search(text: "none") { score highlights lesson { id title project { name } } } }""",
    """{ inboxCount(person: "none") }""",
    """{ lessonsGrouped(by: [LEARNED_ON_QUARTER]) { nodes { keys { value } count } } }""",
    """{ experts(text: "none") { score person { id name } lessons { lesson { id title } } gained { group { name } } } }""",
    """{ network { asOf { activity } flow { cells { reuses } } silos { group { department { id name } } verdict } mostReused { reuses lesson { id title } } } }""",
)


async def run_warm_up(schema: Schema, resources: Resources) -> None:
    """Runs the queries one after another. Those that fail are logged and run again after growing pauses, until all have succeeded."""
    graph = resources.graph.with_read_timeout(at_least=TIMEOUT)
    patient = replace(resources, graph=graph, answer_timeout=max(resources.answer_timeout, TIMEOUT))
    steps: list[Callable[[], Awaitable[str | None]]] = [partial(_run_document, schema, patient, document) for document in DOCUMENTS]
    steps.append(partial(_run_refresh, patient))
    pause = FIRST_PAUSE
    while steps := [step for step in steps if not await _succeeds(step)]:
        await asyncio.sleep(pause)
        pause = min(2 * pause, MAX_PAUSE)


async def _succeeds(step: Callable[[], Awaitable[str | None]]) -> bool:
    error = await step()
    if error is not None:
        logger.warning("warm-up failed, and is tried again: %s", error)
    return error is None


async def _run_document(schema: Schema, resources: Resources, document: str) -> str | None:
    """The message of the first error."""
    result = await schema.execute(document, context_value=Context(resources, LOCAL_CALLER))
    return result.errors[0].message if result.errors else None


async def _run_refresh(resources: Resources) -> str | None:
    try:
        await warm_up_refresh(resources.graph)
    except GraphServiceError as error:
        return error.message
    return None
