"""Random small organisations as rows: few enough to reckon by hand, with everything in them that makes reckoning hard."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import day_number
from tests.analysis.rows import (
    AssignmentRow,
    ConsiderationRow,
    ConversationRow,
    DepartmentRow,
    LessonRow,
    MembershipRow,
    OwnershipRow,
    ParentRow,
    PersonRow,
    ProjectRow,
    ReuseRow,
    Rows,
    RundownRow,
    TopicRow,
    build,
)

FIRST = date(2024, 1, 1)
LAST = date(2024, 3, 1)


def random_organisation(
    seed: int, *, departments: int = 6, people: int = 8, lessons: int = 14, reuses: int = 40, topics: int = 7, projects: int = 6
) -> Rows:
    """Unattributed lessons and reuses, drafts, retired lessons, own reuses, several departments, moving branches, wide topic sets."""
    random = Random(seed)
    ids = [f"d{i}" for i in range(departments)]
    names = [f"p{i}" for i in range(people)]
    topic_ids = [f"t{i}" for i in range(topics)]
    lesson_rows = [_lesson(random, f"l{i}", ids, names, topic_ids) for i in range(lessons)]
    reuse_rows = [_reuse(random, f"r{i}", random.choice(lesson_rows), ids, names) for i in range(reuses)]
    rows = Rows(
        departments=[DepartmentRow(id_, id_.upper()) for id_ in ids],
        parents=_parents(random, ids),
        topics=[TopicRow(id_, random.sample(topic_ids[:i], min(i, random.randint(0, 2)))) for i, id_ in enumerate(topic_ids)],
        lessons=lesson_rows,
        reuses=reuse_rows,
    )
    rows = _tell_more(Random(f"{seed} and more"), rows, projects)
    rows = _tell_of_people(Random(f"{seed} and people"), rows, [*names, "idle", "gone"])
    return _tell_of_meetings(Random(f"{seed} and meetings"), rows)


def columns_of(rows: Rows, *, min_group: int = 0) -> Columns:
    """The columns of rows made by hand, which need not list the people they mention."""
    mentioned = {id_ for row in rows.lessons for id_ in row.learners} | {row.person for row in rows.reuses if row.person is not None}
    missing = mentioned - {row.id for row in rows.people}
    return build(replace(rows, people=[*rows.people, *(PersonRow(id_, True, True) for id_ in missing)]), min_group=min_group)


def renamed(rows: Rows, new: Mapping[str, str]) -> Rows:
    """The same organisation with other ids of departments, and rows the other way round."""
    return replace(
        rows,
        departments=[row._replace(id=new[row.id]) for row in rows.departments],
        parents=[row._replace(child=new[row.child], parent=new[row.parent]) for row in rows.parents],
        memberships=[row._replace(department=new[row.department]) for row in rows.memberships],
        ownerships=[row._replace(department=new[row.department]) for row in rows.ownerships],
        lessons=[row._replace(departments=[new[id_] for id_ in row.departments]) for row in reversed(rows.lessons)],
        reuses=[row._replace(departments=[new[id_] for id_ in row.departments]) for row in reversed(rows.reuses)],
    )


def some_day(random: Random) -> int:
    """A day of those two months."""
    return day_number(FIRST + timedelta(days=random.randrange((LAST - FIRST).days)))


def _parents(random: Random, ids: list[str]) -> list[ParentRow]:
    """A tree, of which some branches move in the middle."""
    middle, found = day_number(date(2024, 2, 1)), []
    for i, child in enumerate(ids[1:], start=1):
        before, after = random.choice(ids[:i]), random.choice(ids[:i])
        if random.random() < 0.2:
            continue
        if before == after or random.random() < 0.5:
            found.append(ParentRow(child, before, None, None))
        else:
            found += [ParentRow(child, before, None, middle), ParentRow(child, after, middle, None)]
    return found


def _lesson(random: Random, id_: str, ids: list[str], names: list[str], topics: list[str]) -> LessonRow:
    published = some_day(random) if random.random() < 0.9 else None
    retired = published + random.randint(-3, 20) if published is not None and random.random() < 0.3 else None
    where = random.sample(ids, random.choice([0, 1, 1, 1, 1, 2, 3]))
    about = random.sample(topics, random.choice([0, 1, 1, 2, 3, 4, 5, 6]))
    return LessonRow(id_, published, retired, where, random.sample(names, random.choice([0, 1, 1, 2, 3])), about)


def _reuse(random: Random, id_: str, lesson: LessonRow, ids: list[str], names: list[str]) -> ReuseRow:
    person = random.choice(names) if random.random() < 0.9 else None
    where = random.sample(ids, random.choice([0, 1, 1, 1, 1, 1, 1, 2]))
    hours = random.choice([None, 0.0, 1.5, -2.0, 8.25])
    cost, currency = random.choice([(None, None), (None, None), (1250, "EUR"), (99, "CHF")])
    return ReuseRow(id_, lesson.id, person, where, some_day(random), scope_of(lesson, person, where), hours, cost, currency)


def scope_of(lesson: LessonRow, person: str | None, where: list[str]) -> str:
    """Reuse.scope by its rule."""
    if person in lesson.learners:
        return "OWN"
    if not where or not lesson.departments:
        return "UNATTRIBUTED"
    return "INTERNAL" if set(where) & set(lesson.departments) else "CROSS"


def _tell_more(random: Random, rows: Rows, number: int) -> Rows:
    """What became of lessons and reuses: records, rundowns, stories, projects of every status, confirmations."""
    topics = [row.id for row in rows.topics]
    projects = [_project(random, f"j{i}", topics) for i in range(number)]
    lessons = [
        row._replace(
            learned=some_day(random),
            recorded=random.choice([None, some_day(random)]),
            considered=random.choice([None, None, some_day(random)]),
            went_well=random.random() < 0.6,
            went_wrong=random.random() < 0.5,
            project=random.choice([None, "gone", *(project.id for project in projects)]),
        )
        for row in rows.lessons
    ]
    reuses = [row._replace(recorded=random.choice([None, some_day(random)]), confirmed=random.random() < 0.4) for row in rows.reuses]
    return replace(rows, projects=projects, lessons=[_recur(random, row, lessons) for row in lessons], reuses=_judge(random, reuses))


def _recur(random: Random, lesson: LessonRow, lessons: list[LessonRow]) -> LessonRow:
    """Some lessons tell of the problem of one before, some were said not to."""
    before = [row.id for row in lessons if row.id != lesson.id and row.learned is not None and row.learned <= (lesson.learned or 0)]
    told, denied = random.choice([[], [], before[:1], before[-2:]]), random.choice([[], [], before[1:2]])
    phase = random.choice([None, "BEFORE", "DURING", "AFTER"])
    return lesson._replace(phase=phase, recurrence_of=told, not_recurrence_of=[id_ for id_ in denied if id_ not in told])


def _judge(random: Random, reuses: list[ReuseRow]) -> list[ReuseRow]:
    outcomes, projects = [None, "HELPED", "HELPED", "NO_EFFECT", "BACKFIRED"], [None, "gone", *(f"j{i}" for i in range(6))]
    return [row._replace(outcome=random.choice(outcomes), project=random.choice(projects)) for row in reuses]


def _tell_of_people(random: Random, rows: Rows, names: list[str]) -> Rows:
    """Who they are, where they belonged, mostly to one department after another, and what they worked on."""
    departments, projects = [row.id for row in rows.departments], [row.id for row in rows.projects]
    return replace(
        rows,
        people=[PersonRow(id_, random.random() < 0.8, random.random() < 0.8) for id_ in names],
        memberships=[row for id_ in names for row in _memberships(random, id_, departments)],
        assignments=[
            AssignmentRow(id_, project, random.choice([None, some_day(random)]), random.choice([None, day_number(LAST)]))
            for id_ in names
            for project in random.sample(projects, random.randint(0, min(3, len(projects))))
        ],
    )


def _memberships(random: Random, person: str, departments: list[str]) -> list[MembershipRow]:
    homes, moves = random.sample(departments, random.randint(0, min(3, len(departments)))), sorted(some_day(random) for _ in range(2))
    starts = [day_number(FIRST) - 100, *(day for day in moves)]
    ends = [*starts[1:], None]
    return [MembershipRow(person, home, since, until) for home, since, until in zip(homes, starts, ends, strict=False) if since != until]


def _tell_of_meetings(random: Random, rows: Rows) -> Rows:
    """Owners of projects, one after another; rundowns of every phase with decisions; conversations, some of nobody or for no project. Some
    lessons were refused: retired without having been published."""
    departments, people = [row.id for row in rows.departments], [row.id for row in rows.people]
    projects = [row.id for row in rows.projects]
    some = lambda ids: random.choice([None, *ids, *ids])  # noqa: E731
    rundowns = [RundownRow(f"m{i}", some(projects), random.choice(["BEFORE", "DURING", "AFTER"]), some_day(random)) for i in range(9)]
    considered = [(run.id, row.id) for run in rundowns for row in random.sample(rows.lessons, min(3, len(rows.lessons)))]
    decisions = ["APPLY", "NOT_APPLICABLE", "LATER", "LATER"]
    return replace(
        rows,
        lessons=[
            row._replace(retired=some_day(random)) if row.published is None and random.random() < 0.5 else row for row in rows.lessons
        ],
        ownerships=[row for id_ in projects for row in _ownerships(random, id_, departments)],
        rundowns=rundowns,
        considerations=[ConsiderationRow(run, lesson, random.choice(decisions)) for run, lesson in considered],
        conversations=[ConversationRow(f"c{i}", some(projects), some(people), some(people), some_day(random)) for i in range(40)],
    )


def _ownerships(random: Random, project: str, departments: list[str]) -> list[OwnershipRow]:
    homes, change = random.sample(departments, random.randint(0, min(2, len(departments)))), some_day(random)
    starts, ends = [random.choice([None, day_number(FIRST)]), change], [change if len(homes) > 1 else random.choice([None, change]), None]
    return [OwnershipRow(project, home, since, until) for home, since, until in zip(homes, starts, ends, strict=False) if since != until]


def _project(random: Random, id_: str, topics: list[str]) -> ProjectRow:
    status = random.choice(["PLANNED", "RUNNING", "CLOSED", "CLOSED", "CLOSED", "CANCELLED"])
    ended, about = random.choice([None, some_day(random), some_day(random)]), random.sample(topics, random.randint(0, 3))
    return ProjectRow(id_, status, ended, about, random.choice([None, some_day(random)]))
