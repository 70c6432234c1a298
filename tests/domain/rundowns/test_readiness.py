"""Whether a project passes a gate, compared with a count in Python over random organisations."""

from datetime import date, timedelta
from random import Random
from typing import Any, LiteralString

import pytest

from graph_service.domain.rundowns.gates import Gates
from graph_service.domain.rundowns.readiness import CheckAnswer, read_readiness
from graph_service.errors import NotFound
from graph_service.graph import Graph
from graph_service.model.enums import GateCheck, LessonStatus, Phase

ALL = Gates({phase: {GateCheck.RUNDOWNS: 2, GateCheck.CONVERSATIONS: 2, GateCheck.LESSONS: 2} for phase in Phase})
FIRST = date(2025, 1, 1)
CREATE = """
UNWIND $departments AS id CREATE (:Department {id: id})
WITH count(*) AS _ UNWIND $topics AS row CREATE (:Topic {id: row.id})
WITH count(*) AS _ UNWIND $people AS row CREATE (:Person {id: row})
WITH count(*) AS _ UNWIND $projects AS row CREATE (:Project {id: row.id, endedOn: date(row.ended)})
WITH count(*) AS _ UNWIND $lessons AS row
  CREATE (:Lesson {id: row.id, status: row.status, learnedOn: date(row.recorded), recordedAt: datetime(row.recorded)})
WITH count(*) AS _ UNWIND $rundowns AS row CREATE (:Rundown {id: row.id, phase: row.phase, heldOn: date(row.day)})
WITH count(*) AS _ UNWIND $conversations AS row CREATE (:Conversation {id: row.id, heldOn: date(row.day)})
"""
LINKS: dict[str, LiteralString] = {
    "broader": "UNWIND $rows AS row MATCH (a:Topic {id: row[0]}), (b:Topic {id: row[1]}) CREATE (a)-[:BROADER]->(b)",
    "concerns": "UNWIND $rows AS row MATCH (a:Project {id: row[0]}), (b:Topic {id: row[1]}) CREATE (a)-[:CONCERNS]->(b)",
    "worked": "UNWIND $rows AS row MATCH (a:Person {id: row[0]}), (b:Project {id: row[1]}) CREATE (a)-[:WORKED_ON]->(b)",
    "member": """UNWIND $rows AS row MATCH (a:Person {id: row[0]}), (b:Department {id: row[1]})
        CREATE (a)-[:MEMBER_OF {from: date(row[2]), to: date(row[3])}]->(b)""",
    "learned": "UNWIND $rows AS row MATCH (a:Lesson {id: row[0]}), (b:Person {id: row[1]}) CREATE (a)-[:LEARNED_BY]->(b)",
    "on": "UNWIND $rows AS row MATCH (a:Lesson {id: row[0]}), (b:Project {id: row[1]}) CREATE (a)-[:LEARNED_ON]->(b)",
    "about": "UNWIND $rows AS row MATCH (a:Lesson {id: row[0]}), (b:Topic {id: row[1]}) CREATE (a)-[:ABOUT]->(b)",
    "held": "UNWIND $rows AS row MATCH (a:Rundown {id: row[0]}), (b:Project {id: row[1]}) CREATE (a)-[:FOR]->(b)",
    "talked": """UNWIND $rows AS row MATCH (a:Conversation {id: row[0]}), (j:Project {id: row[1]}), (o:Person {id: row[2]}), (b:Person {id: row[3]})
        CREATE (a)-[:HELD_FOR]->(j), (a)-[:HELD_WITH]->(o), (a)-[:HELD_BY]->(b)""",
}


class Organisation:
    """A small random organisation as plain rows."""

    def __init__(self, seed: int) -> None:
        r = self.random = Random(seed)
        self.departments, self.people = [f"d{i}" for i in range(3)], [f"p{i}" for i in range(8)]
        self.topics = [f"t{i}" for i in range(6)]
        self.projects: list[dict[str, Any]] = [{"id": f"j{i}", "ended": r.choice([None, self.day()])} for i in range(5)]
        self.lessons = [{"id": f"l{i}", "recorded": self.day(), "status": r.choice([*LessonStatus])} for i in range(15)]
        self.rundowns = [{"id": f"u{i}", "phase": r.choice([*Phase]).value, "day": self.day()} for i in range(12)]
        self.conversations = [{"id": f"c{i:02}", "day": self.day()} for i in range(40)]
        projects = [row["id"] for row in self.projects]
        self.links: dict[str, list[Any]] = {
            "broader": [[f"t{i}", f"t{r.randrange(i)}"] for i in range(1, 6) if r.random() < 0.6],
            "concerns": [[project, topic] for project in projects[1:] for topic in r.sample(self.topics, r.randint(0, 2))],
            "worked": [[person, project] for person in self.people for project in r.sample(projects, r.randint(0, 1))],
            "member": [row for person in self.people for row in self._homes(person)],
            "learned": [[row["id"], r.choice(self.people)] for row in self.lessons],
            "on": [[row["id"], r.choice(projects)] for row in self.lessons],
            "about": [[row["id"], topic] for row in self.lessons for topic in r.sample(self.topics, r.randint(0, 1))],
            "held": [[row["id"], r.choice(projects)] for row in self.rundowns],
            "talked": [[row["id"], r.choice(projects), *r.sample(self.people, 2)] for row in self.conversations],
        }

    def day(self) -> str:
        return (FIRST + timedelta(days=self.random.randrange(200))).isoformat()

    def _homes(self, person: str) -> list[list[str | None]]:
        first, second = self.random.sample(self.departments, 2)
        start, move = sorted([self.day(), self.day()])
        return self.random.choice([[], [[person, first, start, None]], [[person, first, start, move], [person, second, move, None]]])

    async def create(self, graph: Graph) -> None:
        rows = {"topics": [{"id": id_} for id_ in self.topics], "departments": self.departments, "people": self.people}
        names = ("projects", "lessons", "rundowns", "conversations")
        await graph.command(CREATE, {**rows, **{name: getattr(self, name) for name in names}})
        for name, statement in LINKS.items():
            await graph.command(statement, {"rows": self.links[name]})

    def homes_on(self, person: str, day: str) -> set[str]:
        return {d for p, d, start, end in self.links["member"] if p == person and start <= day and (end is None or day < end)}

    def related_topics(self, project: str) -> set[str]:
        own = {topic for each, topic in self.links["concerns"] if each == project}
        return self._reach(own, 0, 1) | self._reach(own, 1, 0)

    def _reach(self, topics: set[str], source: int, target: int) -> set[str]:
        while more := {row[target] for row in self.links["broader"] if row[source] in topics} - topics:
            topics = topics | more
        return topics

    def did_something_like(self, person: str, project: str) -> bool:
        topics = self.related_topics(project)
        others = {each for who, each in self.links["worked"] if who == person and each != project}
        about = {topic for each, topic in self.links["concerns"] if each in others}
        learned = {each for each, who in self.links["learned"] if who == person}
        about |= {topic for each, topic in self.links["about"] if each in learned}
        return not topics or bool(about & topics)

    def expected(self, project: str, phase: Phase) -> dict[GateCheck, list[str]]:
        days = {row["id"]: row["day"] for row in (*self.rundowns, *self.conversations)}
        phases = {row["id"]: row["phase"] for row in self.rundowns}
        held = [id_ for id_, on in self.links["held"] if on == project and phases[id_] == phase.value]
        counted: dict[str, str] = {}
        for id_, _, other, own in sorted(
            (row for row in self.links["talked"] if row[1] == project), key=lambda row: (days[row[0]], row[0])
        ):
            theirs, ours = self.homes_on(other, days[id_]), self.homes_on(own, days[id_])
            if theirs and ours and not theirs & ours and self.did_something_like(other, project):
                counted.setdefault(other, id_)
        ended = next(row["ended"] for row in self.projects if row["id"] == project)
        recorded = {row["id"]: row["recorded"] for row in self.lessons if row["status"] != LessonStatus.RETIRED}
        lessons = [id_ for id_, on in self.links["on"] if on == project and id_ in recorded and (ended is None or recorded[id_] <= ended)]
        order = lambda id_: (days.get(id_) or recorded[id_], id_)  # noqa: E731
        return {
            GateCheck.RUNDOWNS: sorted(held, key=order),
            GateCheck.CONVERSATIONS: list(counted.values()),
            GateCheck.LESSONS: sorted(lessons, key=order),
        }


def evidence(answer: CheckAnswer) -> list[str]:
    return [*answer.rundowns, *answer.conversations, *answer.lessons]


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(3, 20))])
async def test_readiness_equals_a_count_in_python(graph: Graph, seed: int) -> None:
    organisation = Organisation(seed)
    await organisation.create(graph)
    passed = set[bool]()
    for project in organisation.projects:
        for phase in Phase:
            answers = await read_readiness(graph, ALL, project["id"], phase)
            assert {answer.check: evidence(answer) for answer in answers} == organisation.expected(project["id"], phase)
            assert all((answer.have, answer.passed) == (len(evidence(answer)), answer.have >= 2) for answer in answers)
            passed |= {answer.passed for answer in answers}
    assert passed == {True, False}


async def test_only_the_checks_of_the_gate_are_answered(graph: Graph) -> None:
    await Organisation(1).create(graph)
    gates = Gates({Phase.AFTER: {GateCheck.LESSONS: 1, GateCheck.RUNDOWNS: 1}})
    assert [answer.check for answer in await read_readiness(graph, gates, "j0", Phase.AFTER)] == [GateCheck.LESSONS, GateCheck.RUNDOWNS]
    assert await read_readiness(graph, gates, "j0", Phase.BEFORE) == []
    with pytest.raises(NotFound, match="project is 'none'"):
        await read_readiness(graph, gates, "none", Phase.BEFORE)


async def test_reasons_say_what_does_not_count(graph: Graph) -> None:
    organisation = Organisation(2)
    await organisation.create(graph)
    reasons = {
        answer.check: answer.reason
        for project in organisation.projects
        for answer in await read_readiness(graph, ALL, project["id"], Phase.BEFORE)
        if not answer.passed or "Not counted" in answer.reason
    }
    assert "Not counted: " in reasons[GateCheck.CONVERSATIONS]


async def test_lessons_that_were_refused_merged_or_retired_do_not_count(graph: Graph) -> None:
    statement = """CREATE (p:Project {id: 'p'}) WITH p UNWIND ['DRAFT', 'RETIRED', 'RETIRED'] AS status
        CREATE (:Lesson {id: randomUUID(), status: status, recordedAt: datetime('2025-01-01')})-[:LEARNED_ON]->(p)"""
    await graph.command(statement)
    (answer,) = await read_readiness(graph, Gates({Phase.AFTER: {GateCheck.LESSONS: 2}}), "p", Phase.AFTER)
    assert (answer.have, answer.passed) == (1, False)
    assert answer.reason == "1 lesson was recorded so far. Not counted: 2 refused, merged or retired."
