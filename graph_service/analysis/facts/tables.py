"""The tables of the analysis as arrays: departments, people, topics, projects, lessons, and reuse events.

The annotation of a field is its specification as a column: see column.py. A code is a position: department 3 is `departments.ids[3]`.
A day is the number of days since 1970-01-01.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, Days, EnumCodes, Flags, Floats, Int32s, enum_code
from graph_service.analysis.facts.column import categories, choices, code_lists, codes, days, flags, numbers, texts
from graph_service.analysis.facts.ragged import Ragged
from graph_service.model.enums import Decision, Outcome, Phase, ProjectStatus, ReuseScope
from graph_service.model.labels import Label

# Values beyond these cannot be recorded or imported. Those of an older graph count as not stated, so that every sum is finite and exact;
# `doctor` lists them.
POSSIBLE_HOURS: Final[LiteralString] = "abs(node.hoursSaved) <= 100000"
POSSIBLE_COST: Final[LiteralString] = "0 <= node.costAvoided <= 1000000000000000"

# The day on which the service itself recorded a lesson, as the log shows. The log entry of a meeting has one lesson as its subject and names
# the others in `alsoChanged`, on which no index can be; it was written within a minute.
RECORDED_LESSON: Final[LiteralString] = """CASE WHEN EXISTS {
    MATCH (entry:Activity {subjectId: node.id}) USING INDEX SEEK entry:Activity(subjectId)
    WHERE entry.action IN ['recordLesson', 'captureLesson', 'captureMeeting']
  } OR EXISTS {
    MATCH (entry:Activity) USING INDEX SEEK entry:Activity(at)
    WHERE node.recordedAt - duration({minutes: 1}) <= entry.at <= node.recordedAt + duration({minutes: 1})
      AND entry.action = 'captureMeeting' AND 'Lesson:' + node.id IN entry.alsoChanged
  } THEN toString(date(node.recordedAt)) END"""


@dataclass(frozen=True, slots=True, eq=False)
class DepartmentParents:
    """`child` belonged to `parent` on the days [since, until). Sorted by child, then since."""

    child: Annotated[Int32s, codes(Label.DEPARTMENT, "node.id", required=True)]
    parent: Annotated[Int32s, codes(Label.DEPARTMENT, "other.id", required=True)]
    since: Annotated[Days, days("toString(link.from)", MIN_DAY)]
    until: Annotated[Days, days("toString(link.to)", MAX_DAY)]


@dataclass(frozen=True, slots=True, eq=False)
class ReportingGroups:
    """The departments that every result reports together: those with equal `head` and `small`. See small_departments.py.

    Not small: the department `head` and the departments counted with it. Small: the departments under `head` that are too small to be
    shown alone; `head` is UNKNOWN when no department is above them.
    """

    head: Int32s
    small: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Departments:
    """Departments sorted by id, all their past and present PART_OF links, and the groups in which results report them."""

    ids: Annotated[Sequence[str], texts("node.id")]
    names: Annotated[Sequence[str], texts("coalesce(node.name, node.id)")]
    parents: DepartmentParents
    reporting_groups: ReportingGroups


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People sorted by id. `active`: still with the organisation. `discoverable`: may be named in results; others are only counted."""

    ids: Annotated[Sequence[str], texts("node.id")]
    active: Annotated[Flags, flags("coalesce(node.active, true)")]
    discoverable: Annotated[Flags, flags("coalesce(node.discoverable, true)")]


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """`person` belonged to `department` on the days [since, until). Sorted by person, then since. Periods of one person never overlap."""

    person: Annotated[Int32s, codes(Label.PERSON, "node.id", required=True)]
    department: Annotated[Int32s, codes(Label.DEPARTMENT, "other.id", required=True)]
    since: Annotated[Days, days("toString(link.from)", MIN_DAY)]
    until: Annotated[Days, days("toString(link.to)", MAX_DAY)]


@dataclass(frozen=True, slots=True, eq=False)
class Assignments:
    """`person` worked on `project` on the days [since, until). Sorted by person, then project; one row per role."""

    person: Annotated[Int32s, codes(Label.PERSON, "other.id", required=True)]
    project: Annotated[Int32s, codes(Label.PROJECT, "node.id", required=True)]
    since: Annotated[Days, days("toString(link.from)", MIN_DAY)]
    until: Annotated[Days, days("toString(link.to)", MAX_DAY)]


@dataclass(frozen=True, slots=True, eq=False)
class Ownerships:
    """`department` owned `project` on the days [since, until). Sorted by project, then since. A project has one owner at a time."""

    project: Annotated[Int32s, codes(Label.PROJECT, "node.id", required=True)]
    department: Annotated[Int32s, codes(Label.DEPARTMENT, "other.id", required=True)]
    since: Annotated[Days, days("toString(link.from)", MIN_DAY)]
    until: Annotated[Days, days("toString(link.to)", MAX_DAY)]


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Topics sorted by id, each with its broader topics."""

    ids: Annotated[Sequence[str], texts("node.id")]
    broader: Annotated[Ragged, code_lists(Label.TOPIC, "[(node)-[:BROADER]->(broader) | broader.id]")]


@dataclass(frozen=True, slots=True, eq=False)
class Projects:
    """Projects sorted by id. `status` is a ProjectStatus or UNKNOWN. If the day is unknown, `started` is MAX_DAY and `ended` is MIN_DAY."""

    ids: Annotated[Sequence[str], texts("node.id")]
    status: Annotated[EnumCodes, choices("node.status", ProjectStatus)]
    started: Annotated[Days, days("toString(node.startedOn)", MAX_DAY)]
    ended: Annotated[Days, days("toString(node.endedOn)", MIN_DAY)]
    topics: Annotated[Ragged, code_lists(Label.TOPIC, "[(node)-[:CONCERNS]->(topic) | topic.id]")]

    @property
    def closed(self) -> Days:
        """The day on which each project closed: MAX_DAY if it is not closed, MIN_DAY if it is closed but the day is unknown."""
        return np.where(self.status == enum_code(ProjectStatus.CLOSED), self.ended, np.int32(MAX_DAY))


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Lessons sorted by id, available on the days [published, retired). `published` is MAX_DAY for drafts, `retired` for current lessons.

    `considered` is the day on which a rundown first covered the lesson, or MAX_DAY. `learned` is MAX_DAY if the day is unknown. `recorded`
    is MAX_DAY if the day is unknown and for imported lessons, because the day of an import does not show how soon a lesson was written
    down. `project` is UNKNOWN without a project. `phase` is a Phase or UNKNOWN.
    """

    ids: Annotated[Sequence[str], texts("node.id")]
    learned: Annotated[Days, days("toString(node.learnedOn)")]
    recorded: Annotated[Days, days(RECORDED_LESSON)]
    published: Annotated[Days, days("toString(node.publishedOn)")]
    retired: Annotated[Days, days("toString(node.retiredOn)")]
    considered: Annotated[Days, days("head(COLLECT { MATCH (node)<-[:CONSIDERED]-(rundown) RETURN toString(min(rundown.heldOn)) })")]
    went_well: Annotated[Flags, flags("node.wentWell IS NOT NULL")]
    went_wrong: Annotated[Flags, flags("node.wentWrong IS NOT NULL")]
    project: Annotated[Int32s, codes(Label.PROJECT, "head([(node)-[:LEARNED_ON]->(project) | project.id])")]
    phase: Annotated[EnumCodes, choices("node.phase", Phase)]
    departments: Annotated[Ragged, code_lists(Label.DEPARTMENT, "[(node)-[:LEARNED_IN]->(department) | department.id]")]
    learners: Annotated[Ragged, code_lists(Label.PERSON, "[(node)-[:LEARNED_BY]->(learner) | learner.id]")]
    topics: Annotated[Ragged, code_lists(Label.TOPIC, "[(node)-[:ABOUT]->(topic) | topic.id]")]


@dataclass(frozen=True, slots=True, eq=False)
class Recurrences:
    """Pairs of lessons about the same problem, sorted by `later`, then `earlier`."""

    later: Annotated[Int32s, codes(Label.LESSON, "node.id", required=True)]
    earlier: Annotated[Int32s, codes(Label.LESSON, "other.id", required=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Reuses that were not withdrawn, sorted by person, then day, then id; identical reuses are not merged.

    `person` and `project` are UNKNOWN when not recorded, `outcome` when nobody has judged the reuse. `hours` is NaN when not stated.
    `cost` is in minor units of `currency`, which is UNKNOWN when no cost is stated. `recorded` has the same meaning as for lessons.
    `confirmed`: by a person other than the one who reported the reuse.
    """

    ids: Annotated[Sequence[str], texts("node.id")]
    day: Annotated[Days, days("toString(node.reusedOn)")]
    recorded: Annotated[
        Days,
        days("CASE WHEN EXISTS { (:Activity {subjectId: node.id, action: 'recordReuse'}) } THEN toString(date(node.recordedAt)) END"),
    ]
    lesson: Annotated[Int32s, codes(Label.LESSON, "head([(node)-[:REUSE_OF]->(lesson) | lesson.id])", required=True)]
    person: Annotated[Int32s, codes(Label.PERSON, "head([(node)-[:REUSED_BY]->(person) | person.id])")]
    project: Annotated[Int32s, codes(Label.PROJECT, "head([(node)-[:REUSED_ON]->(project) | project.id])")]
    scope: Annotated[EnumCodes, choices("coalesce(node.scope, 'UNATTRIBUTED')", ReuseScope)]
    outcome: Annotated[EnumCodes, choices("node.outcome", Outcome)]
    hours: Annotated[Floats, numbers(f"CASE WHEN {POSSIBLE_HOURS} THEN node.hoursSaved END", np.float64)]
    cost: Annotated[NDArray[np.int64], numbers(f"CASE WHEN {POSSIBLE_COST} THEN node.costAvoided ELSE 0 END", np.int64)]
    currency: Annotated[NDArray[np.int16], categories("currencies", f"CASE WHEN {POSSIBLE_COST} THEN node.currency END")]
    confirmed: Annotated[Flags, flags("node.confirmedAt IS NOT NULL OR EXISTS { (node)-[:CONFIRMED_BY]->() }")]
    departments: Annotated[Ragged, code_lists(Label.DEPARTMENT, "[(node)-[:REUSED_IN]->(department) | department.id]")]


@dataclass(frozen=True, slots=True, eq=False)
class Rundowns:
    """Rundowns sorted by id. `project` and `phase` are UNKNOWN when not recorded. `held` is MAX_DAY if the day is unknown."""

    ids: Annotated[Sequence[str], texts("node.id")]
    project: Annotated[Int32s, codes(Label.PROJECT, "head([(node)-[:FOR]->(project) | project.id])")]
    phase: Annotated[EnumCodes, choices("node.phase", Phase)]
    held: Annotated[Days, days("toString(node.heldOn)")]


@dataclass(frozen=True, slots=True, eq=False)
class Considerations:
    """The lessons that rundowns considered, sorted by rundown, then lesson. `decision` is a Decision or UNKNOWN."""

    rundown: Annotated[Int32s, codes(Label.RUNDOWN, "node.id", required=True)]
    lesson: Annotated[Int32s, codes(Label.LESSON, "other.id", required=True)]
    decision: Annotated[EnumCodes, choices("link.decision", Decision)]


@dataclass(frozen=True, slots=True, eq=False)
class Conversations:
    """Conversations sorted by id: `person` of the project `project` talked with the person `other`. All three are UNKNOWN when not recorded.
    `held` is MAX_DAY if the day is unknown."""

    ids: Annotated[Sequence[str], texts("node.id")]
    project: Annotated[Int32s, codes(Label.PROJECT, "head([(node)-[:HELD_FOR]->(project) | project.id])")]
    person: Annotated[Int32s, codes(Label.PERSON, "head([(node)-[:HELD_BY]->(person) | person.id])")]
    other: Annotated[Int32s, codes(Label.PERSON, "head([(node)-[:HELD_WITH]->(other) | other.id])")]
    held: Annotated[Days, days("toString(node.heldOn)")]
