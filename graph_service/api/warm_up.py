"""Runs typical queries when the service starts, because Neo4j takes seconds to plan a statement for the first time."""

import logging

from graph_service.analysis.columns.snapshot import warm_up_refresh
from graph_service.api.context import Context, Resources
from graph_service.api.schema import Schema
from graph_service.errors import GraphServiceError

logger = logging.getLogger(__name__)

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
    """{ lessonsGrouped(by: [LEARNED_ON_QUARTER]) { nodes { keys { value } count } } }""",
    """{ experts(text: "none") { score person { id name } lessons { lesson { id title } } gained { group { name } } } }""",
    """{ network { asOf flow { cells { reuses } } silos { group { department { id name } } verdict } mostReused { reuses lesson { id title } } } }""",
)


async def run_warm_up(schema: Schema, resources: Resources) -> None:
    """Runs the queries one after another. Errors are only logged: a client that sends the same query gets the same error."""
    for document in DOCUMENTS:
        result = await schema.execute(document, context_value=Context(resources))
        if result.errors:
            logger.warning("warm-up failed: %s", result.errors[0].message)
    try:
        await warm_up_refresh(resources.graph)
    except GraphServiceError as error:
        logger.warning("warm-up failed: %s", error.message)
