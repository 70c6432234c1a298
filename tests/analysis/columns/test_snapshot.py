"""Columns are read from the graph, kept, and read again once something was written."""

import asyncio
from datetime import date

import numpy as np
import pytest

from graph_service.analysis.columns import reading, snapshot
from graph_service.analysis.columns.snapshot import SnapshotCache, load
from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, UNKNOWN, day_number, enum_code
from graph_service.analysis.measures.flow import flow
from graph_service.analysis.measures.silos import silos
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.department_on_day import owners_on
from graph_service.graph import Graph
from graph_service.model.enums import Decision, Outcome, Phase, ProjectStatus, ReuseScope

SMALL_COMPANY = """
CREATE (works:Department {id: 'works', name: 'Works'}), (line:Department {id: 'line', name: 'Line'}), (sales:Department {id: 'sales', name: 'Sales'})
CREATE (line)-[:PART_OF {from: date('2025-01-01'), to: date('2025-07-01')}]->(works), (line)-[:PART_OF {from: date('2025-07-01')}]->(sales)
CREATE (safety:Topic {id: 'safety', name: 'Safety'}), (fire:Topic {id: 'fire', name: 'Fire'})-[:BROADER]->(safety)
CREATE (ann:Person {id: 'ann', name: 'Ann', active: true, discoverable: false}), (bob:Person {id: 'bob', name: 'Bob', active: true, discoverable: true})
CREATE (:Person {id: 'cyd', name: 'Cyd', active: false, discoverable: true})-[:MEMBER_OF {from: date('2024-01-01'), to: date('2025-01-01')}]->(works)
CREATE (ann)-[:MEMBER_OF {from: date('2025-07-01')}]->(sales), (ann)-[:MEMBER_OF {from: date('2024-03-01'), to: date('2025-07-01')}]->(line), (bob)-[:MEMBER_OF {from: date('2024-03-01')}]->(sales)
CREATE (shared:Lesson {id: 'shared', learnedOn: date('2025-02-01'), publishedOn: date('2025-02-03'), retiredOn: date('2025-09-01'), status: 'RETIRED', recordedAt: datetime('2025-02-02T23:59:59.5Z'), wentWrong: 'It burnt.', phase: 'DURING'})
CREATE (shared)-[:LEARNED_BY]->(ann), (shared)-[:LEARNED_BY]->(bob), (shared)-[:LEARNED_IN]->(line), (shared)-[:LEARNED_IN]->(sales), (shared)-[:ABOUT]->(fire)
CREATE (draft:Lesson {id: 'draft', learnedOn: date('2025-03-01'), status: 'DRAFT'})-[:LEARNED_BY]->(bob)
CREATE (old:Lesson {id: 'old', learnedOn: date('2025-01-01'), publishedOn: date('2025-01-01'), status: 'PUBLISHED', wentWell: 'It held.'})
CREATE (draft)-[:RECURRENCE_OF]->(shared), (shared)-[:NOT_RECURRENCE_OF]->(old)
CREATE (plant:Project {id: 'plant', status: 'CLOSED', startedOn: date('2024-12-01'), endedOn: date('2025-06-30')})-[:CONCERNS]->(fire), (:Project {id: 'shed', status: 'RUNNING'})
CREATE (:Project {id: 'barn', status: 'CLOSED'}), (shared)-[:LEARNED_ON]->(plant)
CREATE (bob)-[:WORKED_ON {role: 'lead', from: date('2025-02-01')}]->(plant), (bob)-[:WORKED_ON]->(plant)
CREATE (:Rundown {id: 'late', heldOn: date('2025-05-01')})-[:CONSIDERED]->(shared)<-[:CONSIDERED]-(:Rundown {id: 'early', heldOn: date('2025-04-01')})
CREATE (first:Reuse {id: 'first', reusedOn: date('2025-03-05'), scope: 'CROSS', hoursSaved: 6.0, costAvoided: 120050, currency: 'EUR', recordedAt: datetime('2025-03-09T00:00:00Z')})
CREATE (first)-[:CONFIRMED_BY]->(bob)
CREATE (first)-[:REUSE_OF]->(shared), (first)-[:REUSED_IN]->(works), (first)-[:REUSED_ON]->(plant)
CREATE (:Activity {seq: 5, action: 'recordLesson', subjectId: 'shared'}), (:Activity {seq: 6, action: 'recordReuse', subjectId: 'first'})
CREATE (second:Reuse {id: 'second', reusedOn: date('2025-08-05'), scope: 'OWN', outcome: 'BACKFIRED', recordedAt: datetime('2025-09-09T00:00:00Z')})
CREATE (second)-[:REUSE_OF]->(shared), (second)-[:REUSED_BY]->(ann), (second)-[:REUSED_IN]->(sales)
CREATE (taken_back:Reuse {id: 'taken back', reusedOn: date('2025-08-05'), scope: 'OWN', withdrawnOn: date('2025-08-06')})-[:REUSE_OF]->(shared)
CREATE (:Sequence {name: 'activity', value: 7})
"""
WRITE = """
MATCH (lesson:Lesson {id: 'shared'})
CREATE (:Reuse {id: randomUUID(), reusedOn: date('2025-08-07'), scope: 'UNATTRIBUTED'})-[:REUSE_OF]->(lesson)
WITH lesson
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.value = sequence.value + 1
"""


@pytest.fixture
async def small_company(graph: Graph) -> Graph:
    await graph.command(SMALL_COMPANY)
    return graph


async def test_columns_say_what_the_graph_says(small_company: Graph) -> None:
    columns = (await load(small_company, 0)).columns
    lessons, events = columns.lessons, columns.events
    assert columns.as_of == 7
    assert (columns.departments.ids, columns.departments.names) == (["line", "sales", "works"], ["Line", "Sales", "Works"])
    assert columns.currencies == ["EUR"]
    assert lessons.ids == ["draft", "old", "shared"]
    assert lessons.published.tolist() == [MAX_DAY, day_number(date(2025, 1, 1)), day_number(date(2025, 2, 3))]
    assert lessons.retired.tolist() == [MAX_DAY, MAX_DAY, day_number(date(2025, 9, 1))]
    assert (lessons.departments.offsets.tolist(), lessons.departments.values.tolist()) == ([0, 0, 0, 2], [0, 1])
    assert (lessons.learners.offsets.tolist(), lessons.learners.values.tolist()) == ([0, 1, 1, 3], [1, 0, 1])
    assert events.ids == ["first", "second"]
    assert events.day.tolist() == [day_number(date(2025, 3, 5)), day_number(date(2025, 8, 5))]
    assert events.person.tolist() == [UNKNOWN, 0]
    assert events.project.tolist() == [columns.projects.ids.index("plant"), UNKNOWN]
    assert events.scope.tolist() == [enum_code(ReuseScope.CROSS), enum_code(ReuseScope.OWN)]
    assert events.outcome.tolist() == [UNKNOWN, enum_code(Outcome.BACKFIRED)]
    assert (events.cost.tolist(), events.currency.tolist()) == ([120050, 0], [0, UNKNOWN])
    assert events.confirmed.tolist() == [True, False]
    assert events.recorded.tolist() == [day_number(date(2025, 3, 9)), MAX_DAY]  # the second has no activity of its own: it was imported


async def test_columns_say_what_became_of_projects_and_lessons(small_company: Graph) -> None:
    columns = (await load(small_company, 0)).columns
    projects, lessons = columns.projects, columns.lessons
    assert projects.ids == ["barn", "plant", "shed"]
    assert projects.closed.tolist() == [MIN_DAY, day_number(date(2025, 6, 30)), MAX_DAY]
    assert (projects.topics.offsets.tolist(), projects.topics.values.tolist()) == ([0, 0, 1, 1], [columns.topics.ids.index("fire")])
    assert projects.status.tolist() == [enum_code(status) for status in (ProjectStatus.CLOSED, ProjectStatus.CLOSED, ProjectStatus.RUNNING)]
    assert projects.started.tolist() == [MAX_DAY, day_number(date(2024, 12, 1)), MAX_DAY]
    assert lessons.project.tolist() == [UNKNOWN, UNKNOWN, 1]
    assert lessons.phase.tolist() == [UNKNOWN, UNKNOWN, enum_code(Phase.DURING)]
    assert lessons.learned.tolist() == [day_number(date(2025, month, 1)) for month in (3, 1, 2)]
    assert lessons.recorded.tolist() == [MAX_DAY, MAX_DAY, day_number(date(2025, 2, 2))]
    assert lessons.considered.tolist() == [MAX_DAY, MAX_DAY, day_number(date(2025, 4, 1))]
    assert (lessons.went_well.tolist(), lessons.went_wrong.tolist()) == ([False, True, False], [False, False, True])
    assert (columns.recurrences.later.tolist(), columns.recurrences.earlier.tolist()) == ([0], [2])
    assert (columns.dismissed.later.tolist(), columns.dismissed.earlier.tolist()) == ([2], [1])


async def test_columns_say_who_people_are_and_where_they_belonged(small_company: Graph) -> None:
    columns = (await load(small_company, 0)).columns
    people, memberships, work = columns.people, columns.memberships, columns.assignments
    assert people.ids == ["ann", "bob", "cyd"]
    assert (people.active.tolist(), people.discoverable.tolist()) == ([True, True, False], [False, True, True])
    line, sales, works = range(3)
    spring, summer = day_number(date(2024, 3, 1)), day_number(date(2025, 7, 1))
    assert memberships.person.tolist() == [0, 0, 1, 2]
    assert memberships.department.tolist() == [line, sales, sales, works]
    assert memberships.since.tolist() == [spring, summer, spring, day_number(date(2024, 1, 1))]
    assert memberships.until.tolist() == [summer, MAX_DAY, MAX_DAY, day_number(date(2025, 1, 1))]
    assert columns.head_count.tolist() == [1, 2, 1]
    assert (work.person.tolist(), work.project.tolist()) == ([1, 1], [columns.projects.ids.index("plant")] * 2)
    assert (work.since.tolist(), work.until.tolist()) == ([MIN_DAY, day_number(date(2025, 2, 1))], [MAX_DAY, MAX_DAY])


MEETINGS = """
MATCH (shared:Lesson {id: 'shared'}), (plant:Project {id: 'plant'}), (works:Department {id: 'works'}), (sales:Department {id: 'sales'})
MATCH (ann:Person {id: 'ann'}), (bob:Person {id: 'bob'})
CREATE (sales)-[:OWNS {from: date('2025-05-01')}]->(plant)<-[:OWNS {to: date('2025-05-01')}]-(works)
CREATE (run:Rundown {id: 'run', phase: 'BEFORE', heldOn: date('2025-03-01')})-[:FOR]->(plant)
CREATE (run)-[:CONSIDERED {decision: 'NOT_APPLICABLE'}]->(shared)
CREATE (talk:Conversation {id: 'talk', heldOn: date('2025-03-02')})-[:HELD_FOR]->(plant), (talk)-[:HELD_BY]->(ann), (talk)-[:HELD_WITH]->(bob)
CREATE (:Conversation {id: 'alone', heldOn: date('2025-03-03')})
"""
# A meeting captured at once: the log entry has one lesson as its subject and names the other. A third lesson was imported in the same minute.
CAPTURED = """
UNWIND ['first', 'second', 'imported'] AS id
CREATE (:Lesson {id: id, learnedOn: date('2025-03-01'), recordedAt: datetime('2025-03-04T10:00:00Z'), status: 'DRAFT'})
WITH count(*) AS lessons
CREATE (:Activity {
  seq: 99, action: 'captureMeeting', subjectId: 'first', alsoChanged: ['Lesson:second', 'Project:plant'], at: datetime('2025-03-04T10:00:02Z')
})
"""


async def test_columns_say_who_owned_projects_and_what_happened_in_meetings(small_company: Graph) -> None:
    await small_company.command(MEETINGS)
    columns = (await load(small_company, 0)).columns
    plant, shared = columns.projects.ids.index("plant"), columns.lessons.ids.index("shared")
    may, (_, sales, works) = day_number(date(2025, 5, 1)), range(3)
    owners, runs, talks = columns.ownerships, columns.rundowns, columns.conversations
    assert (owners.project.tolist(), owners.department.tolist()) == ([plant, plant], [works, sales])
    assert (owners.since.tolist(), owners.until.tolist()) == ([MIN_DAY, may], [may, MAX_DAY])
    assert owners_on(columns, np.array([plant, plant, UNKNOWN]), np.array([may - 1, may, may], np.int32)).tolist() == [
        works,
        sales,
        UNKNOWN,
    ]
    assert runs.ids == ["early", "late", "run"]
    assert (runs.project.tolist(), runs.phase.tolist()) == ([UNKNOWN, UNKNOWN, plant], [UNKNOWN, UNKNOWN, enum_code(Phase.BEFORE)])
    assert runs.held.tolist() == [day_number(date(2025, month, 1)) for month in (4, 5, 3)]
    considered = columns.considerations
    assert (considered.rundown.tolist(), considered.lesson.tolist()) == ([0, 1, 2], [shared] * 3)
    assert considered.decision.tolist() == [UNKNOWN, UNKNOWN, enum_code(Decision.NOT_APPLICABLE)]
    assert (talks.ids, talks.project.tolist()) == (["alone", "talk"], [UNKNOWN, plant])
    assert (talks.person.tolist(), talks.other.tolist()) == ([UNKNOWN, 0], [UNKNOWN, 1])


async def test_the_day_of_recording_is_known_for_every_lesson_of_a_captured_meeting(graph: Graph) -> None:
    await graph.command(CAPTURED)
    lessons = (await load(graph, 0)).columns.lessons
    day = day_number(date(2025, 3, 4))
    assert dict(zip(lessons.ids, lessons.recorded.tolist(), strict=True)) == {"first": day, "second": day, "imported": MAX_DAY}


async def test_questions_are_answered_from_the_graph(small_company: Graph) -> None:
    columns = (await load(small_company, 0)).columns
    cells = {(cell.from_.name, cell.to.name): cell for cell in flow(columns, View(date(2025, 6, 30), topic="safety")).cells}
    assert {place: cell.reuses for place, cell in cells.items()} == {
        ("Line", "Works"): 0.5,
        ("Sales", "Works"): 0.5,
        ("Line", "Sales"): 0.5,
        ("Sales", "Sales"): 0.5,
    }
    assert cells["Line", "Works"].hours_saved == 3.0
    assert cells["Line", "Works"].cost_avoided[0].minor_units == 60025
    rolled = flow(columns, View(date(2025, 7, 1), level=0))
    assert {(cell.from_.name, cell.to.name): cell.reuses for cell in rolled.cells} == {
        ("Sales", "Works"): 1.0,
        ("Sales", "Sales"): 1.0,
    }
    assert [(silo.group.name, silo.events) for silo in silos(columns, View(date(2025, 7, 1), level=0)).silos] == [
        ("Works", 1),
        ("Sales", 0),
    ]


async def test_an_empty_graph_gives_empty_columns(graph: Graph) -> None:
    columns = (await SnapshotCache(graph, 0).current()).columns
    assert (columns.as_of, len(columns.lessons.ids), len(columns.events.day)) == (0, 0, 0)
    assert flow(columns, View(date(2025, 1, 1))).cells == ()


async def test_columns_are_kept_until_something_is_written(small_company: Graph) -> None:
    snapshots = SnapshotCache(small_company, 0)
    before = (await snapshots.current()).columns
    assert (await snapshots.current()).columns is before
    await small_company.command(WRITE)
    after = (await snapshots.current()).columns
    assert (after.as_of, len(after.events.day)) == (8, 3)


async def test_callers_who_come_together_share_one_reading(small_company: Graph) -> None:
    snapshots = SnapshotCache(small_company, 0)
    found = await asyncio.gather(*(snapshots.current() for _ in range(20)))
    assert all(current.columns is found[0].columns for current in found)


async def test_what_was_written_before_asking_is_always_in_it(small_company: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 60.0)
    snapshots = SnapshotCache(small_company, 0)

    async def write_and_ask() -> None:
        for _ in range(5):
            await small_company.command(WRITE)
            written = await small_company.read("MATCH (sequence:Sequence {name: 'activity'}) RETURN sequence.value")
            columns = (await snapshots.current()).columns
            assert columns.as_of >= written
            assert len(columns.events.day) >= 2 + columns.as_of - 7

    await asyncio.gather(*(write_and_ask() for _ in range(3)))


@pytest.mark.thorough
async def test_rows_come_in_pages(small_company: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (await load(small_company, 0)).columns
    monkeypatch.setattr(reading, "PAGE", 1)
    paged = (await load(small_company, 0)).columns
    assert (paged.lessons.ids, paged.people.ids, paged.events.ids) == (whole.lessons.ids, whole.people.ids, whole.events.ids)
