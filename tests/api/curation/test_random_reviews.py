"""Whatever people do with lessons before these are published, in whatever order: what each of them has seen, and what the log says."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import Caller, Role
from graph_service.compiler.node_ids import encode_node_id
from graph_service.domain.curation.merging import MergeLessons, merge_lessons
from graph_service.domain.curation.returns import ReturnLesson, return_lesson
from graph_service.domain.curation.stewards import AppointSteward, EndStewardship, appoint_steward, end_stewardship
from graph_service.domain.curation.submission import AnswerReturn, SubmitLesson, answer_return, submit_lesson
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import LiftRestriction, RestrictLesson, lift_restriction, restrict_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.log_reading import LogFilter, read_log
from graph_service.domain.organisation.people import UpdatePerson, update_person
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from tests.callers import token_of

ORGANISATION: Final = """
CREATE (works:Department {id: 'works', name: 'Works'}), (bridge:Project {id: 'bridge', name: 'Bridge', status: 'RUNNING'}),
  (:Topic {id: 'steel', name: 'Steel'}), (:Topic {id: 'wood', name: 'Wood'})
WITH works
UNWIND ['ana', 'bo', 'cy', 'dee', 'eve'] AS id
CREATE (:Person {id: id, name: id, active: true, discoverable: true, shownId: id, shownName: id})-[:MEMBER_OF {from: date('2020-01-01')}]->(works)
"""
PEOPLE: Final = ("ana", "bo", "cy", "dee", "eve")
CALLERS: Final = (
    *(token_of(name, Role.CONTRIBUTOR) for name in PEOPLE),
    Caller("token:guest", "guest", None, Role.READER),
    Caller("token:publisher", "publisher", "bo", Role.CONTRIBUTOR, publishes=True),
    token_of("curator", Role.CURATOR, "eve"),
    token_of("root", Role.ADMINISTRATOR, "eve"),
)
# Each status with those that one command can change it to; None: the lesson is not there yet.
LEGAL: Final = {
    None: {"DRAFT", "PUBLISHED"},
    "DRAFT": {"SUBMITTED", "PUBLISHED", "RETIRED"},
    "SUBMITTED": {"RETURNED", "PUBLISHED", "RETIRED"},
    "RETURNED": {"SUBMITTED", "PUBLISHED", "RETIRED"},
    "PUBLISHED": {"RETIRED"},
    "RETIRED": set[str](),
}
STATUSES: Final = "MATCH (lesson:Lesson) RETURN collect([lesson.id, lesson.status])"
WRONG_AUDIENCES: Final = """
MATCH (lesson:Lesson)
WHERE lesson.status IN ['DRAFT', 'SUBMITTED', 'RETURNED'] AND lesson.audience IS NULL OR lesson.status = 'PUBLISHED' AND lesson.audience = 'AUTHORS'
RETURN collect(lesson.id)
"""
# An independent statement of who may read which lesson, from the model: an oracle for the read rules.
READABLE: Final = """
MATCH (lesson:Lesson)
OPTIONAL MATCH (lesson)-[:LEARNED_BY]->(learner)
OPTIONAL MATCH (lesson)-[:RECORDED_BY]->(recorder)
OPTIONAL MATCH (lesson)-[:RESTRICTED_TO_PERSON]->(named)
OPTIONAL MATCH (lesson)-[:ABOUT]->(:Topic)-[s:STEWARDED_BY]->(steward {active: true})
WHERE (s.from IS NULL OR s.from <= date()) AND (s.to IS NULL OR s.to > date())
RETURN collect(DISTINCT {
  id: lesson.id, audience: lesson.audience, learner: learner.id, recorder: recorder.id, named: named.id, steward: steward.id
})
"""
# Each shows lessons in another way.
READS: Final = (
    "{ lessons(first: 1000) { nodes { id } } }",
    '{ lessons(where: {search: "secret"}, first: 1000) { nodes { id } } }',
    '{ search(text: "secret", first: 100) { lesson { id } } }',
    '{ topic(id: "steel") { lessons(first: 1000) { nodes { id } } } wood: topic(id: "wood") { lessons(first: 1000) { nodes { id } } } }',
    "{ people(first: 50) { nodes { lessons(first: 1000) { nodes { id } } } } }",
    "{ network { shelf(first: 1000) { lessons { lesson { id } } } } }",
    "{ reviewQueue(first: 100) { nodes { lesson { id } } } }",
)

ONE: Final = "query($id: ID!, $node: ID!) { lesson(id: $id) { id } node(nodeId: $node) { nodeId } lessonReviews(lesson: $id) { decision } }"


class Reviews:
    """Draws commands and callers by chance and carries them out. done: the commands that were not refused, with caller and subject."""

    def __init__(self, graph: Graph, seed: int) -> None:
        self.graph, self.random = graph, Random(seed)
        self.lessons: list[str] = []
        self.counts = Counter[str]()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def lesson(self) -> str:
        return self.random.choice([*self.lessons, *self.lessons[-2:], "nobody"])

    def draw(self) -> tuple[Any, Any]:
        """A handler and its command."""
        r, lesson = self.random, self.lesson
        person = r.choice([None, None, *PEOPLE])
        draws = {
            "record": lambda: (record_lesson, self.new_lesson()),
            "submit": lambda: (submit_lesson, SubmitLesson(lesson=lesson())),
            "return": lambda: (return_lesson, ReturnLesson(lesson=lesson(), question="Why?", by=person)),
            "answer": lambda: (
                answer_return,
                AnswerReturn(lesson=lesson(), answer="So.", by=person, topics=r.choice([["steel"], ["wood"], []])),
            ),
            "publish": lambda: (publish_lesson, PublishLesson(lesson=lesson(), expected_status=r.choice([None, None, "SUBMITTED"]))),
            "retire": lambda: (retire_lesson, RetireLesson(lesson=lesson())),
            "merge": lambda: (merge_lessons, MergeLessons(lesson=lesson(), merged=lesson())),
            "revise": lambda: (revise_lesson, ReviseLesson(lesson=lesson(), title="Secret again", learners=r.sample(PEOPLE, 2))),
            "restrict": lambda: (restrict_lesson, RestrictLesson(lesson=lesson(), people=[r.choice(PEOPLE)])),
            "lift": lambda: (lift_restriction, LiftRestriction(lesson=lesson())),
            "appoint": lambda: (
                appoint_steward,
                AppointSteward(topic=r.choice(["steel", "wood"]), person=r.choice(PEOPLE), from_="2026-01-01"),
            ),
            "end": lambda: (end_stewardship, EndStewardship(topic=r.choice(["steel", "wood"]), person=r.choice(PEOPLE), on=None)),
            "leave": lambda: (update_person, UpdatePerson(person=r.choice(PEOPLE), active=r.random() < 0.8)),
        }
        weights = {"record": 3, "submit": 5, "return": 4, "answer": 4, "publish": 2, "retire": 1, "merge": 1}
        kind = r.choices(list(draws), [weights.get(name, 1) for name in draws])[0]
        return draws[kind]()

    def new_lesson(self) -> RecordLesson:
        topics = self.random.sample(["steel", "wood"], self.random.randint(0, 2))
        learners = self.random.sample(PEOPLE, self.random.randint(1, 2))
        return RecordLesson(title="Secret", learned_on="2025-06-01", learners=learners, project="bridge", topics=topics)

    async def act(self) -> None:
        """Carries out one command, which may be refused. Checks that the change of status is legal and that the log has it."""
        handler, command = self.draw()
        caller = self.random.choice(CALLERS)
        before = await self.statuses()
        self.now += timedelta(minutes=1)
        try:
            result = await handler(self.graph, command, caller=caller, now=self.now)
        except GraphServiceError:
            assert await self.statuses() == before
            return
        (entry,) = await read_log(self.graph, LogFilter(after=result.seq - 1), 1)
        assert (entry.caller, entry.caller_subject, entry.subject_id) == (caller.name, caller.subject, result.id)
        self.counts[entry.action] += 1
        if isinstance(command, RecordLesson):
            self.lessons.append(result.id)
        self.check_statuses(before, await self.statuses(), entry.action)

    async def statuses(self) -> dict[str, str]:
        return dict(await self.graph.read(STATUSES))

    def check_statuses(self, before: dict[str, str], after: dict[str, str], action: str) -> None:
        changed = {id_ for id_ in after if before.get(id_) != after[id_]}
        assert len(changed) <= 1, action
        for id_ in changed:
            assert after[id_] in LEGAL[before.get(id_)], (action, before.get(id_), after[id_])

    async def check_readers(self) -> None:
        """Each caller reads exactly what they may, in each way, or less where a list shows only some of the lessons."""
        assert await self.graph.read(WRONG_AUDIENCES) == []
        rows = await self.graph.read(READABLE)
        for caller in CALLERS:
            readable = {row["id"] for row in rows if may_read(caller, row)}
            assert await self.read(caller, READS[0]) == readable, caller.name
            for query in READS[1:]:
                assert await self.read(caller, query) <= readable, (caller.name, query)
            await self.check_nodes(caller, readable)

    async def check_nodes(self, caller: Caller, readable: set[str]) -> None:
        for id_ in self.lessons[-5:]:
            found = await self.data(caller, ONE, id=id_, node=encode_node_id("Lesson", id_))
            for field in ("lesson", "node"):
                assert (found[field] is not None) == (id_ in readable), (caller.name, id_, field)
            assert found["lessonReviews"] == [] or id_ in readable
        counted = (await self.data(caller, "{ lessonsAggregate { count } }"))["lessonsAggregate"]["count"]
        assert counted == len(readable), caller.name

    async def read(self, caller: Caller, query: str) -> set[str]:
        """The ids of lessons in the response."""
        return ids(await self.data(caller, query)) & set(self.lessons)

    async def data(self, caller: Caller, query: str, **variables: Any) -> Any:
        resources = Resources.create(self.graph, max_cost=10**7, min_group=1, answer_timeout=60)
        try:
            result = await schema.execute(query, variables, Context(resources, caller))
        finally:
            await resources.close()
        assert result.errors is None, result.errors
        return result.data


def may_read(caller: Caller, row: dict[str, Any]) -> bool:
    """From one combination of a learner, a recorder, a named person and a steward."""
    audience, person = row["audience"], caller.person
    if audience is None or caller.role >= Role.ADMINISTRATOR or (audience == "AUTHORS" and caller.role >= Role.CURATOR):
        return True
    own = {row["learner"], row["named"]} | ({row["recorder"], row["steward"]} if audience == "AUTHORS" else set())
    return person is not None and person in own


def ids(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {each for name, each in value.items() if name == "id"}.union(*map(ids, value.values()))
    return set().union(*map(ids, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    ("seed", "steps", "rounds"),
    [
        pytest.param(1, 50, 1, marks=pytest.mark.thorough),
        *(pytest.param(seed, 200, 1, marks=pytest.mark.exhaustive) for seed in (2, 3)),
        *(pytest.param(seed, 200, 6, marks=pytest.mark.exhaustive) for seed in range(4, 8)),
    ],
)
async def test_nobody_sees_a_draft_who_may_not_and_every_step_is_legal_and_logged(graph: Graph, seed: int, steps: int, rounds: int) -> None:
    await graph.command(ORGANISATION)
    reviews = Reviews(graph, seed)
    for _ in range(rounds):
        for _ in range(steps // rounds):
            await reviews.act()
        await reviews.check_readers()
    assert "recordLesson" in reviews.counts
    if steps >= 200:
        assert {"submitLesson", "publishLesson", "retireLesson"} <= set(reviews.counts), reviews.counts
