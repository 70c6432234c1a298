"""The root field `searchEverything`: people, projects, departments, topics and lessons in one list, the best match first."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.analysis.facts.node_ids import DepartmentId, LessonId, PersonId, ProjectId, TopicId
from graph_service.api.context import Context, Info
from graph_service.api.network.result_types import graphql_type
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.read_rules import LESSONS
from graph_service.compiler.conditions.search_text import to_lucene_query, to_stem_query, to_tolerant_query
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.domain.search.global_search import MAX_PER_INDEX, FoundNode, GlobalQuery, SearchKind, SearchRules, search_everything
from graph_service.domain.search.name_match import split_words, tolerated_errors
from graph_service.language.lesson_stems import STEMS
from graph_service.language.stems import NOT_KNOWN, LanguagesInUse
from graph_service.mapping.read_rules import Clearance, Viewer
from graph_service.page_size import check_page_size, or_default

DEFAULT_FIRST: Final = 10
MAX_LENGTH: Final = 200  # characters of the text
COST_IN_ROWS: Final = 100_000  # six tolerant searches take 50 to 200 ms of Neo4j: as long as a list of so many rows


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A hit of `searchEverything`. One of `person`, `project`, `department`, `topic` and `lesson` is set, according to `kind`."""

    kind: SearchKind
    """What was found."""
    key: ID
    """Identifies the hit among those of all kinds."""
    entity_id: ID
    """The ID of the person, project, department, topic or lesson; unique together with the kind."""
    name: str
    """Its name; the title of a lesson."""
    context: str | None
    """What tells it apart from others of the same name: of a person the job title and the department, of a project its department and days,
    of a department the one above it, of a topic the broader ones, of a lesson its project and the day it was learned."""
    person: PersonId | None
    """The person, if one was found."""
    project: ProjectId | None
    """The project, if one was found."""
    department: DepartmentId | None
    """The department, if one was found."""
    topic: TopicId | None
    """The topic, if one was found."""
    lesson: LessonId | None
    """The lesson, if one was found."""


@strawberry.type
class GlobalSearchQuery:
    """The root field `searchEverything`."""

    @strawberry.field(
        graphql_type=graphql_type(tuple[SearchHit, ...]),
        description="Searches people, projects, departments, topics and lessons at once. Names that match come first, the best match first: exact "
        "words before the beginning of the word that is being typed, and that before misspelled words. Lessons that only contain the words "
        "in their text follow.",
    )
    async def search_everything(
        self,
        info: Info,
        text: Annotated[
            str,
            strawberry.argument(description=f"The text to search for. Only its first {MAX_LENGTH} characters and eight words are used."),
        ],
        first: Annotated[
            int | None, strawberry.argument(description=f"The maximum number of hits, up to {MAX_PER_INDEX}.")
        ] = DEFAULT_FIRST,
        kinds: Annotated[list[SearchKind] | None, strawberry.argument(description="Only hits of these kinds. All if omitted.")] = None,
    ) -> Any:
        """Costs as much as a list that takes as long."""
        size = check_page_size(or_default(first, DEFAULT_FIRST), maximum=MAX_PER_INDEX)
        info.context.charge(COST_IN_ROWS, "searchEverything")
        query = make_query(text, info.context.statistics.languages)
        found = [] if query is None else await _search(info.context, query)
        return [_hit(each) for each in found if kinds is None or each.kind in kinds][:size]


async def _search(context: Context, query: GlobalQuery) -> list[FoundNode]:
    """What the caller may read of everything that matches."""
    found = await search_everything(context.graph, query, context.today, _rules(context.viewer))
    lessons = await readable_ids(context, Lesson, [hit.id for hit in found if hit.kind is SearchKind.LESSON])
    return [hit for hit in found if hit.kind is not SearchKind.LESSON or hit.id in lessons]


def _rules(viewer: Viewer) -> SearchRules:
    clearance = viewer.clearance
    limited = LESSONS.limited
    return SearchRules(
        everybody_named=clearance >= Clearance.CURATOR,
        titles_shown=clearance > Clearance.GUEST,
        every_lesson=clearance >= Clearance.ADMINISTRATOR,
        audiences=limited.curator_values if limited and clearance >= Clearance.CURATOR else (),
        viewer=viewer.person,
    )


def make_query(text: str, in_use: LanguagesInUse = NOT_KNOWN) -> GlobalQuery | None:
    """The queries for a text; None if it contains no word. Nothing in the text acts as query syntax. in_use: the languages of the lessons."""
    text = text[:MAX_LENGTH]
    words = split_words(text)
    if not words:
        return None
    tolerant = to_tolerant_query(words, [tolerated_errors(word) for word in words])
    names = f"name:({tolerant})^4 {to_lucene_query(text)}"
    return GlobalQuery(text, names, f"name:({tolerant})", tolerant, to_stem_query(text, in_use, len(STEMS)))


def _hit(found: FoundNode) -> SearchHit:
    ids: dict[str, Any] = {kind.value.lower(): found.id if kind is found.kind else None for kind in SearchKind}
    return SearchHit(found.kind, ID(f"{found.kind.value}:{found.id}"), ID(found.id), found.name, " · ".join(found.details) or None, **ids)
