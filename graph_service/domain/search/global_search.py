"""Search over everything that has a name: people, projects, departments, topics and lessons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.domain.authorization.audience_rule import IS_OWN_LESSON
from graph_service.domain.search.name_match import match_name
from graph_service.graph import Graph
from graph_service.model.enums import DescribedEnum

# What may be found of the hits of an index, which come with the best first.
MAY_READ_LESSON: LiteralString = (
    """
    WITH node AS viewed, score
    WHERE $everyLesson OR viewed.audience IS NULL OR viewed.audience IN $audiences OR """
    + IS_OWN_LESSON
    + """
    RETURN viewed, score LIMIT $limit
"""
)
# Each index has its own limit, so that many lessons with a word do not displace the only person of that name. What may not be found must not
# displace anything either: the indexes return as many hits more as there can be of it. `details` are what tells nodes of the same name apart.
FIND_EVERYTHING_STATEMENT: LiteralString = (
    """
WITH CASE WHEN $everybodyNamed THEN 0 ELSE COUNT { MATCH (person:Person) WHERE person.discoverable = false } END AS unnamed,
  CASE WHEN $everyLesson THEN 0 ELSE COUNT { MATCH (lesson:Lesson) WHERE lesson.audience IS NOT NULL } END AS unread
CALL (unnamed, unread) {
  CALL db.index.fulltext.queryNodes('person_text', $people, {limit: $limit + unnamed}) YIELD node, score
  WITH node, score
  WHERE $everybodyNamed OR node.discoverable
  WITH node, score LIMIT $limit
  RETURN 'PERSON' AS kind, node, score, node.name AS name, [CASE WHEN $titlesShown THEN node.title END] + [
    (node)-[membership:MEMBER_OF]->(department)
    WHERE (membership.from IS NULL OR membership.from <= date($today)) AND (membership.to IS NULL OR date($today) < membership.to)
    | department.name
  ] AS details
UNION ALL
  CALL db.index.fulltext.queryNodes('project_text', $names, {limit: $limit}) YIELD node, score
  RETURN 'PROJECT' AS kind, node, score, node.name AS name, [
    (node)<-[ownership:OWNS]-(department)
    WHERE (ownership.from IS NULL OR ownership.from <= date($today)) AND (ownership.to IS NULL OR date($today) < ownership.to)
    | department.name
  ] + [
    CASE
      WHEN node.endedOn IS NULL THEN 'from ' + toString(node.startedOn)
      WHEN node.startedOn IS NULL THEN 'until ' + toString(node.endedOn)
      ELSE toString(node.startedOn) + ' to ' + toString(node.endedOn)
    END
  ] AS details
UNION ALL
  CALL db.index.fulltext.queryNodes('department_text', $names, {limit: $limit}) YIELD node, score
  RETURN 'DEPARTMENT' AS kind, node, score, node.name AS name, [
    (node)-[part:PART_OF]->(parent)
    WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)
    | parent.name
  ] + ['closed on ' + toString(node.closedOn)] AS details
UNION ALL
  CALL db.index.fulltext.queryNodes('topic_text', $names, {limit: $limit}) YIELD node, score
  RETURN 'TOPIC' AS kind, node, score, node.name AS name, [(node)-[:BROADER]->(broader) | broader.name] AS details
UNION ALL
  CALL (unread) {
    CALL db.index.fulltext.queryNodes('lesson_title', $titles, {limit: $limit + unread}) YIELD node, score
"""
    + MAY_READ_LESSON
    + """
  UNION ALL
    CALL db.index.fulltext.queryNodes('lesson_text', $words, {limit: $limit + unread}) YIELD node, score
"""
    + MAY_READ_LESSON
    + """
  }
  WITH viewed AS node, max(score) AS score
  RETURN 'LESSON' AS kind, node, score, node.title AS name,
    [(node)-[:LEARNED_ON]->(project) | project.name] + [toString(node.learnedOn)] AS details
}
RETURN collect({kind: kind, id: node.id, name: name, score: score, details: details}) AS hits
"""
)
MAX_PER_INDEX: Final = 50  # hits of one index that are ranked


class SearchKind(DescribedEnum):
    """What a hit of a search is."""

    PERSON = "PERSON", "person", "A person."
    PROJECT = "PROJECT", "project", "A project."
    DEPARTMENT = "DEPARTMENT", "department", "A department."
    TOPIC = "TOPIC", "topic", "A topic."
    LESSON = "LESSON", "lesson", "A lesson."


@dataclass(frozen=True, slots=True)
class FoundNode:
    """A node that a search found, by kind and id. details: what tells it apart from others of the same name; may be empty."""

    kind: SearchKind
    id: str
    name: str
    details: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class GlobalQuery:
    """A text, as it was typed, and the queries made of it for the indexes of names, of lesson titles and of the texts of lessons; and the one
    that finds people by their names only."""

    text: str
    names: str
    people: str
    titles: str
    words: str


@dataclass(frozen=True, slots=True)
class SearchRules:
    """What a search may find. everybody_named: also people who are not discoverable. titles_shown: people also by their job titles, which
    their details then include. every_lesson: lessons whoever may read them; otherwise those that everybody reads, those of the `audiences`, and
    those that the person with the ID `viewer` may read."""

    everybody_named: bool
    titles_shown: bool
    every_lesson: bool
    audiences: tuple[str, ...] = ()
    viewer: str | None = None


async def search_everything(graph: Graph, query: GlobalQuery, today: str, rules: SearchRules) -> list[FoundNode]:
    """The nodes whose names match the text best, and lessons that contain its words; ordered as `rank` describes. today: ISO 8601."""
    people = query.names if rules.titles_shown else query.people
    texts = {"names": query.names, "people": people, "titles": query.titles, "words": query.words}
    shown = {"everybodyNamed": rules.everybody_named, "titlesShown": rules.titles_shown, "everyLesson": rules.every_lesson}
    read = {"audiences": list(rules.audiences), "viewer": rules.viewer}
    parameters = texts | shown | read | {"limit": MAX_PER_INDEX, "today": today}
    rows: list[Mapping[str, Any]] = await graph.read(FIND_EVERYTHING_STATEMENT, parameters)
    return rank(query.text, (_found(row) for row in rows))


def rank(text: str, found: Iterable[FoundNode]) -> list[FoundNode]:
    """The hits ordered by how well their names match the text.

    A name that is the whole text comes first. Then the best match of words (see `match_name`). Among equals, people, projects, departments
    and topics come before lessons; then the name of which the text covers the larger part; then the kind, because scores of different
    indexes cannot be compared, the score of the index, name and id.
    """
    return sorted(found, key=lambda hit: _rank_key(text, hit))


def _rank_key(text: str, hit: FoundNode) -> tuple[Any, ...]:
    match = match_name(text, hit.name)
    return (
        not match.whole,
        -match.quality,
        hit.kind is SearchKind.LESSON,
        -match.coverage,
        list(SearchKind).index(hit.kind),
        -hit.score,
        hit.name,
        hit.id,
    )


def _found(row: Mapping[str, Any]) -> FoundNode:
    details = tuple(text for text in row["details"] if text)
    return FoundNode(SearchKind(row["kind"]), row["id"], row["name"] or "", details, row["score"])
