"""The specifications of all import tables by name, in dependency order."""

from graph_service.ingest.tables.conversations import CONVERSATIONS
from graph_service.ingest.tables.departments import DEPARTMENTS, STRUCTURE
from graph_service.ingest.tables.lessons import LESSONS
from graph_service.ingest.tables.people import MEMBERSHIPS, PEOPLE
from graph_service.ingest.tables.projects import ASSIGNMENTS, OWNERSHIPS, PROJECTS
from graph_service.ingest.tables.reuses import REUSES
from graph_service.ingest.tables.reviews import REVIEWS
from graph_service.ingest.tables.rundowns import CONSIDERED, RUNDOWNS
from graph_service.ingest.tables.tasks import TASKS
from graph_service.ingest.tables.topics import STEWARDS, TOPICS

TABLE_SPECS = {
    spec.name: spec
    for spec in (
        DEPARTMENTS,
        STRUCTURE,
        TOPICS,
        PEOPLE,
        STEWARDS,
        MEMBERSHIPS,
        PROJECTS,
        OWNERSHIPS,
        ASSIGNMENTS,
        LESSONS,
        REVIEWS,
        RUNDOWNS,
        REUSES,
        CONSIDERED,
        CONVERSATIONS,
        TASKS,
    )
}
EXTRA = "extra"
"""The column for additional fields, which every table of nodes has."""
