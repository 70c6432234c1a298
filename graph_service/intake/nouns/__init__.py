"""Every table there is, in the order in which rows need one another."""

from graph_service.intake.nouns.departments import DEPARTMENTS, STRUCTURE
from graph_service.intake.nouns.lessons import LESSONS
from graph_service.intake.nouns.people import MEMBERSHIPS, PEOPLE
from graph_service.intake.nouns.projects import ASSIGNMENTS, OWNERSHIPS, PROJECTS
from graph_service.intake.nouns.reuses import REUSES
from graph_service.intake.nouns.rundowns import CONSIDERED, RUNDOWNS
from graph_service.intake.nouns.topics import TOPICS

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
