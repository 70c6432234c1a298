"""All import tables, in dependency order."""

from graph_service.ingest.nouns.departments import DEPARTMENTS, STRUCTURE
from graph_service.ingest.nouns.lessons import LESSONS
from graph_service.ingest.nouns.people import MEMBERSHIPS, PEOPLE
from graph_service.ingest.nouns.projects import ASSIGNMENTS, OWNERSHIPS, PROJECTS
from graph_service.ingest.nouns.reuses import REUSES
from graph_service.ingest.nouns.rundowns import CONSIDERED, RUNDOWNS
from graph_service.ingest.nouns.topics import TOPICS

NOUNS = {
    noun.table: noun
    for noun in (
        DEPARTMENTS,
        STRUCTURE,
        TOPICS,
        PEOPLE,
        MEMBERSHIPS,
        PROJECTS,
        OWNERSHIPS,
        ASSIGNMENTS,
        LESSONS,
        REUSES,
        RUNDOWNS,
        CONSIDERED,
    )
}
