"""The tables, each with its meaning of a row, its parameters and the GraphQL document that reads it.

The document defines the table. Its rows are the field called `rows`; each leaf below that field is a column whose header is the response
key, and a leaf below a list has the values of all items in one cell. A document with `$first` and `$after` is read page by page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MakeFilter = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    make_filter: makes the `where` of its document from the parsed parameters; `topics` holds the topic with all topics below it. required:
    the parameters that must be set.
    """

    name: str
    description: str
    parameters: tuple[str, ...]
    document: str
    make_filter: MakeFilter | None = None
    required: tuple[str, ...] = ()


SCOPE: Final = ("from", "to", "level", "topic")
"""The parameters of everything computed from the network."""


def _days(parameters: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {"gte": parameters.get("from"), "lt": parameters.get("to")}
    return {operator: day for operator, day in bounds.items() if day is not None}


def _has_topic(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {"topics": {"some": {"id": {"in": parameters["topics"]}}}} if "topics" in parameters else {}


def _lesson_filter(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {**({"publishedOn": days} if (days := _days(parameters)) else {}), **_has_topic(parameters)}


def _reuse_filter(parameters: Mapping[str, Any]) -> dict[str, Any]:
    lesson = _has_topic(parameters)
    return {**({"reusedOn": days} if (days := _days(parameters)) else {}), **({"lesson": lesson} if lesson else {})}


def _project_filter(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Projects that ran on at least one day of the window."""
    started = [{"startedOn": {"lt": parameters["to"]}}] if "to" in parameters else []
    not_ended = [{"OR": [{"endedOn": {"isNull": True}}, {"endedOn": {"gte": parameters["from"]}}]}] if "from" in parameters else []
    return {**({"AND": started + not_ended} if started or not_ended else {}), **_has_topic(parameters)}


LESSONS_DOCUMENT: Final = """
query Lessons($first: Int!, $after: String, $where: LessonWhere) {
  lessons(first: $first, after: $after, where: $where, sort: [{learnedOn: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes {
      id title status phase
      learned_on: learnedOn published_on: publishedOn retired_on: retiredOn
      context went_well: wentWell went_wrong: wentWrong recommendation
      project { project_id: id project: name }
      learners(first: 100) { pageInfo { hasNextPage } nodes { learner_ids: id learners: name } }
      departments(first: 100) { pageInfo { hasNextPage } nodes { department_ids: id departments: name } }
      topics(first: 100) { pageInfo { hasNextPage } nodes { topic_ids: id topics: name } }
      reusesAggregate { reuses: count hoursSaved { hours_saved: sum } }
      source_url: sourceUrl
    }
  }
}
"""
REUSES_DOCUMENT: Final = """
query Reuses($first: Int!, $after: String, $where: ReuseWhere) {
  reuses(first: $first, after: $after, where: $where, includeWithdrawn: true, sort: [{reusedOn: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes {
      id reused_on: reusedOn scope outcome note
      hours_saved: hoursSaved cost_avoided: costAvoided currency confirmed_at: confirmedAt withdrawn_on: withdrawnOn
      lesson {
        lesson_id: id lesson: title
        departments(first: 100) { pageInfo { hasNextPage } nodes { learned_in_ids: id learned_in: name } }
      }
      person { person_id: id person: name }
      project { project_id: id project: name }
      department { department_id: id department: name }
    }
  }
}
"""
PEOPLE_DOCUMENT: Final = """
query People($first: Int!, $after: String) {
  people(first: $first, after: $after, sort: [{name: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes { id name title active department { department_id: id department: name } }
  }
}
"""
PROJECTS_DOCUMENT: Final = """
query Projects($first: Int!, $after: String, $where: ProjectWhere) {
  projects(first: $first, after: $after, where: $where, sort: [{startedOn: ASC}]) {
    pageInfo { hasNextPage endCursor }
    rows: nodes {
      id name summary status started_on: startedOn ended_on: endedOn
      owner { owner_id: id owner: name }
      topics(first: 100) { pageInfo { hasNextPage } nodes { topic_ids: id topics: name } }
      lessonsAggregate { lessons: count }
      reusesAggregate { reuses: count hoursSaved { hours_saved: sum } }
    }
  }
}
"""
FLOW_DOCUMENT: Final = """
query Flow($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    flow {
      rows: cells {
        from { from_id: key from: name } to { to_id: key to: name }
        reuses hours_saved: hoursSaved cost_avoided: costAvoided { currency sum } events people
      }
    }
  }
  currencies: reusesGrouped(by: [CURRENCY], first: 1000) { nodes { keys { value } } }
}
"""
SILOS_DOCUMENT: Final = """
query Silos($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: silos {
      group { group_id: key group: name } verdict events people internal expected excess p q p_open: pOpen q_open: qOpen e_index: eIndex
    }
  }
}
"""
BROKERS_DOCUMENT: Final = """
query Brokers($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: brokers(first: 1000) {
      person { person_id: id person: name } group { group_id: key group: name }
      liaison gatekeeper representative itinerant coordinator constraint events people
    }
  }
}
"""
PAIRS_AT_RISK_DOCUMENT: Final = """
query PairsAtRisk($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    rows: pairsAtRisk {
      from { from_id: key from: name } to { to_id: key to: name } share events people person { person_id: id person: name }
    }
  }
}
"""
MISSED_REUSE_DOCUMENT: Final = """
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
SHELF_DOCUMENT: Final = """
query Shelf($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    shelf(first: 1000) {
      rows: lessons {
        days groups { group_ids: key groups: name }
        lesson {
          id title published_on: publishedOn project { project_id: id project: name }
          topics(first: 100) { pageInfo { hasNextPage } nodes { topics: name } }
        }
      }
    }
  }
}
"""
BENEFITS_DOCUMENT: Final = """
query Benefits($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    benefits(by: [GROUP, PERIOD], every: QUARTER) {
      rows {
        window { from to } group { group_id: key group: name }
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
EXPERTS_DOCUMENT: Final = """
query Experts($topic: ID, $text: String) {
  rows: experts(topic: $topic, text: $text, first: 1000) {
    person { person_id: id person: name title department { department_id: id department: name } }
    score strength lessons: lessonCount reuses: reuseCount gained_groups: gainedCount projects: projectCount
  }
}
"""
RISKS_DOCUMENT: Final = """
query Risks($project: ID!) {
  rows: riskList(project: $project, first: 200) {
    event cause effect response reuses helped backfired decision
    lesson { lesson_id: id lesson: title learned_on_project: project { project: name } }
  }
}
"""
ACTIVITY_DOCUMENT: Final = """
query Activity($from: Date, $to: Date) {
  rows: activity(last: 1000, from: $from, to: $to) {
    seq at caller caller_id: callerSubject verified person_id: actor on_behalf_of_ids: onBehalfOf action
    changed_type: subjectLabel changed_id: subjectId changed_fields: changed
  }
}
"""

TABLES: Final = {
    table.name: table
    for table in (
        Table(
            "lessons", "A lesson. The window selects by the day of publication.", ("from", "to", "topic"), LESSONS_DOCUMENT, _lesson_filter
        ),
        Table(
            "reuses", "A reuse of a lesson. The topic is a topic of the lesson.", ("from", "to", "topic"), REUSES_DOCUMENT, _reuse_filter
        ),
        Table("people", "A person with the current home department.", (), PEOPLE_DOCUMENT),
        Table("projects", "A project that ran at some time in the window.", ("from", "to", "topic"), PROJECTS_DOCUMENT, _project_filter),
        Table("flow", "A pair of groups: what the second group reused of the lessons of the first.", SCOPE, FLOW_DOCUMENT),
        Table("silos", "A group: whether it reuses its own lessons more often than chance would explain.", SCOPE, SILOS_DOCUMENT),
        Table("brokers", "A person who carries lessons between groups; the first 1,000.", SCOPE, BROKERS_DOCUMENT),
        Table("pairs-at-risk", "A pair of groups whose exchange depends on one person.", SCOPE, PAIRS_AT_RISK_DOCUMENT),
        Table("missed-reuse", "A problem that came back although a lesson was available; the first 1,000.", SCOPE, MISSED_REUSE_DOCUMENT),
        Table("shelf", "A published lesson that nobody has reused; the 1,000 that have waited longest.", SCOPE, SHELF_DOCUMENT),
        Table(
            "benefits",
            "A group in a quarter: what it saved by reuses, and what others saved by reusing its lessons.",
            SCOPE,
            BENEFITS_DOCUMENT,
        ),
        Table(
            "experts",
            "An expert on a topic or a text; the best 1,000, after them people who only worked on projects on the topic.",
            ("topic", "text"),
            EXPERTS_DOCUMENT,
        ),
        Table(
            "risks",
            "A risk of the project, from a lesson that fits it: the cause is what happened there, the event its title, the effect what went wrong, "
            "and the response its recommendation; the first 200.",
            ("project",),
            RISKS_DOCUMENT,
            required=("project",),
        ),
        Table(
            "activity",
            "A change: who did what to which node; the latest 1,000. Curators get the changes of everybody, others their own.",
            ("from", "to"),
            ACTIVITY_DOCUMENT,
        ),
    )
}
