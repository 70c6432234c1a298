"""The tables there are: what a row is, what narrows it, and the question it is read with.

The question is all that says what a table holds. Its rows are what it calls `rows`, each leaf below is a column under the name the
question gives it, and a leaf below a list has its values in one cell. With `$first` and `$after` it is asked page by page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Where = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `where` makes the filter of a question that takes one, out of the parameters; `topics` are then the ids of all that counts."""

    name: str
    about: str
    parameters: tuple[str, ...]
    question: str
    where: Where | None = None


VIEW: Final = ("from", "to", "level", "topic")


def _between(given: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {"gte": given.get("from"), "lt": given.get("to")}
    return {operator: day for operator, day in bounds.items() if day is not None}


def _about(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"topics": {"some": {"id": {"in": given["topics"]}}}} if "topics" in given else {}


def _lessons(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**({"publishedOn": days} if (days := _between(given)) else {}), **_about(given)}


def _reuses(given: Mapping[str, Any]) -> dict[str, Any]:
    lesson = _about(given)
    return {**({"reusedOn": days} if (days := _between(given)) else {}), **({"lesson": lesson} if lesson else {})}


def _projects(given: Mapping[str, Any]) -> dict[str, Any]:
    begun = [{"startedOn": {"lt": given["to"]}}] if "to" in given else []
    going_on = [{"OR": [{"endedOn": {"isNull": True}}, {"endedOn": {"gte": given["from"]}}]}] if "from" in given else []
    return {**({"AND": begun + going_on} if begun or going_on else {}), **_about(given)}


LESSONS: Final = """
query Lessons($first: Int!, $after: String, $where: LessonWhere) {
  lessons(first: $first, after: $after, where: $where, sort: [{learnedOn: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes {
      id title status phase
      learned_on: learnedOn published_on: publishedOn retired_on: retiredOn
      context went_well: wentWell went_wrong: wentWrong recommendation
      project { project_id: id project: name }
      learners(first: 100) { nodes { learner_ids: id learners: name } }
      departments(first: 100) { nodes { department_ids: id departments: name } }
      topics(first: 100) { nodes { topic_ids: id topics: name } }
      reusesAggregate(where: {withdrawnOn: {isNull: true}}) { reuses: count hoursSaved { hours_saved: sum } }
      source_url: sourceUrl
    }
  }
}
"""
REUSES: Final = """
query Reuses($first: Int!, $after: String, $where: ReuseWhere) {
  reuses(first: $first, after: $after, where: $where, sort: [{reusedOn: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes {
      id reused_on: reusedOn scope outcome note
      hours_saved: hoursSaved cost_avoided: costAvoided currency confirmed_at: confirmedAt withdrawn_on: withdrawnOn
      lesson { lesson_id: id lesson: title departments(first: 100) { nodes { learned_in_ids: id learned_in: name } } }
      person { person_id: id person: name }
      project { project_id: id project: name }
      department { department_id: id department: name }
    }
  }
}
"""
PEOPLE: Final = """
query People($first: Int!, $after: String) {
  people(first: $first, after: $after, sort: [{name: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes { id name title active department { department_id: id department: name } }
  }
}
"""
PROJECTS: Final = """
query Projects($first: Int!, $after: String, $where: ProjectWhere) {
  projects(first: $first, after: $after, where: $where, sort: [{startedOn: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes {
      id name summary status started_on: startedOn ended_on: endedOn
      owner { owner_id: id owner: name }
      topics(first: 100) { nodes { topic_ids: id topics: name } }
      lessonsAggregate { lessons: count }
      reusesAggregate(where: {withdrawnOn: {isNull: true}}) { reuses: count hoursSaved { hours_saved: sum } }
    }
  }
}
"""
FLOW: Final = """
query Flow($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    flow {
      rows: cells {
        from { from_id: id from: name } to { to_id: id to: name }
        reuses hours_saved: hoursSaved cost_avoided: costAvoided { currency sum } events people
      }
    }
  }
  currencies: reusesGrouped(by: [CURRENCY], first: 1000) { nodes { keys { value } } }
}
"""
SILOS: Final = """
query Silos($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: silos {
      group { group_id: id group: name } verdict events people internal expected excess p q p_open: pOpen q_open: qOpen e_index: eIndex
    }
  }
}
"""
BROKERS: Final = """
query Brokers($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: brokers(first: 1000) {
      person { person_id: id person: name } group { group_id: id group: name }
      liaison gatekeeper representative itinerant coordinator constraint events people
    }
  }
}
"""
PAIRS_AT_RISK: Final = """
query PairsAtRisk($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: pairsAtRisk {
      from { from_id: id from: name } to { to_id: id to: name } share events people person { person_id: id person: name }
    }
  }
}
"""
MISSED_REUSE: Final = """
query MissedReuse($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: missedReuse(first: 1000) {
      suggested likeness
      earlier { earlier_id: id earlier: title earlier_published_on: publishedOn }
      later { later_id: id later: title later_learned_on: learnedOn project { later_project: name } }
      topics { topics: name }
      knownIn { known_in: name } cameBackIn { came_back_in: name }
      shared_people: sharedPeople
      forgone { forgone_hours: hours forgone_events: events }
    }
  }
}
"""
SHELF: Final = """
query Shelf($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    shelf(first: 1000) {
      rows: lessons {
        days
        lesson {
          id title published_on: publishedOn project { project_id: id project: name }
          departments(first: 100) { nodes { department_ids: id departments: name } } topics(first: 100) { nodes { topics: name } }
        }
      }
    }
  }
}
"""
BENEFITS: Final = """
query Benefits($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    benefits(by: [GROUP, PERIOD], every: QUARTER) {
      rows {
        window { from to } group { group_id: id group: name }
        given {
          reported { given_hours: hoursSaved given_cost: costAvoided { currency sum } given_events: events }
          confirmed { given_confirmed_hours: hoursSaved given_confirmed_cost: costAvoided { currency sum } }
        }
        received {
          reported { received_hours: hoursSaved received_cost: costAvoided { currency sum } received_events: events }
          confirmed { received_confirmed_hours: hoursSaved received_confirmed_cost: costAvoided { currency sum } }
        }
      }
    }
  }
  currencies: reusesGrouped(by: [CURRENCY], first: 1000) { nodes { keys { value } } }
}
"""
EXPERTS: Final = """
query Experts($topic: ID, $text: String) {
  rows: experts(topic: $topic, text: $text, first: 1000) {
    person { person_id: id person: name title department { department_id: id department: name } }
    score lessons: lessonCount reuses: reuseCount gained_groups: gainedCount
  }
}
"""

TABLES: Final = {
    table.name: table
    for table in (
        Table("lessons", "A lesson. The window is of the days they were published.", ("from", "to", "topic"), LESSONS, _lessons),
        Table("reuses", "A reuse of a lesson. The topic is the lesson's.", ("from", "to", "topic"), REUSES, _reuses),
        Table("people", "A person, with the department of today.", (), PEOPLE),
        Table(
            "projects", "A project. In the window are those that went on at some time of it.", ("from", "to", "topic"), PROJECTS, _projects
        ),
        Table("flow", "A pair of groups: what the second reused of the first one's lessons.", VIEW, FLOW),
        Table("silos", "A group: whether it keeps to its own lessons, against chance.", VIEW, SILOS),
        Table("brokers", "A person who carries knowledge across, the first 1,000.", VIEW, BROKERS),
        Table("pairs-at-risk", "A pair of groups whose exchange rests on one person.", VIEW, PAIRS_AT_RISK),
        Table("missed-reuse", "A problem that came back although a lesson was there, the first 1,000.", VIEW, MISSED_REUSE),
        Table("shelf", "A published lesson that nobody reused, the 1,000 longest there.", VIEW, SHELF),
        Table("benefits", "A group in a quarter: what its reuses saved, and what others saved by its lessons.", VIEW, BENEFITS),
        Table("experts", "Somebody to ask about a topic or a text, the best 1,000.", ("topic", "text"), EXPERTS),
    )
}
