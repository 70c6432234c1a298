"""Who may read which lessons, reuses and properties of people: a small organisation is read by each kind of caller, in every way."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.compiler.execution import plans
from graph_service.domain.lessons.languages import fill_stems
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import LiftRestriction, RestrictLesson, lift_restriction, restrict_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.reuses import JudgeReuse, RecordReuse, judge_reuse, record_reuse
from graph_service.errors import Conflict, Forbidden, NotFound
from graph_service.graph import Graph
from tests.callers import token_of
from tests.thorough import one_in

# Ana learned all three lessons, the draft together with Bo, who must not be named. The board belongs to the works.
ORGANISATION: Final = """
CREATE (works:Department {id: 'works', name: 'Works'}), (board:Department {id: 'board', name: 'Board'}),
  (board)-[:PART_OF]->(works),
  (parks:Department {id: 'parks', name: 'Parks'}),
  (ana:Person {id: 'ana', name: 'Ana Ruiz', email: 'ana@x.example', title: 'Engineer', active: true, discoverable: true, shownId: 'ana',
    shownName: 'Ana Ruiz'}),
  (bo:Person {id: 'bo', name: 'Bo Lind', email: 'bo@x.example', title: 'Surveyor', active: true, discoverable: false,
    shownId: 'colleague-1', shownName: 'a colleague'}),
  (cy:Person {id: 'cy', name: 'Cy Oke', active: true, discoverable: true, shownId: 'cy', shownName: 'Cy Oke'}),
  (dee:Person {id: 'dee', name: 'Dee Nor', active: true, discoverable: true, shownId: 'dee', shownName: 'Dee Nor'}),
  (ana)-[:MEMBER_OF {from: date('2020-01-01')}]->(works), (bo)-[:MEMBER_OF {from: date('2020-01-01')}]->(works),
  (cy)-[:MEMBER_OF {from: date('2020-01-01')}]->(board), (dee)-[:MEMBER_OF {from: date('2020-01-01')}]->(parks),
  (bridge:Project {id: 'bridge', name: 'Bridge', status: 'RUNNING'}), (steel:Topic {id: 'steel', name: 'Steel'}),
  (open:Lesson {id: 'open', title: 'Open steel', status: 'PUBLISHED', learnedOn: date('2024-01-01'), publishedOn: date('2024-01-01')}),
  (draft:Lesson {id: 'draft', title: 'Draft steel', status: 'DRAFT', audience: 'AUTHORS', learnedOn: date('2024-01-02')}),
  (secret:Lesson {id: 'secret', title: 'Secret steel', status: 'PUBLISHED', learnedOn: date('2024-01-03'), publishedOn: date('2024-01-03')})
CREATE (reuse:Reuse {id: 'used', reusedOn: date('2024-03-01'), scope: 'CROSS', note: 'steel again'})-[:REUSE_OF]->(secret),
  (reuse)-[:REUSED_BY]->(dee), (reuse)-[:REUSED_ON]->(bridge), (reuse)-[:REUSED_IN]->(parks),
  (other:Reuse {id: 'plain', reusedOn: date('2024-03-02'), scope: 'CROSS'})-[:REUSE_OF]->(open),
  (other)-[:REUSED_BY]->(dee), (other)-[:REUSED_ON]->(bridge), (other)-[:REUSED_IN]->(parks),
  (draft)-[:LEARNED_BY]->(bo)
WITH *
UNWIND [open, draft, secret] AS lesson
CREATE (lesson)-[:LEARNED_BY]->(ana), (lesson)-[:LEARNED_ON]->(bridge), (lesson)-[:LEARNED_IN]->(works), (lesson)-[:ABOUT]->(steel)
"""
GUEST: Final = Caller("token:grafana", "grafana", None, Role.READER)
ANA, BO, CY, DEE = (token_of(name, Role.CONTRIBUTOR) for name in ("ana", "bo", "cy", "dee"))
CURATOR: Final = Caller("token:pmo", "pmo", None, Role.CURATOR)
ADMINISTRATOR: Final = Caller("token:root", "root", None, Role.ADMINISTRATOR)
READABLE: Final = {
    "guest": (GUEST, {"open"}),
    "learner": (ANA, {"open", "draft", "secret"}),
    "co-learner of the draft": (BO, {"open", "draft", "secret"}),  # a member of the works, to which the secret is restricted
    "member of a department below": (CY, {"open", "secret"}),
    "outsider": (DEE, {"open"}),
    "curator": (CURATOR, {"open", "draft"}),
    "administrator": (ADMINISTRATOR, {"open", "draft", "secret"}),
    "local": (LOCAL_CALLER, {"open", "draft", "secret"}),
}
Read = Callable[..., Awaitable[Any]]


@pytest.fixture
async def read(graph: Graph) -> Read:
    """Runs a query as a caller; the secret is restricted to the works. Returns the data; errors fail the test."""
    await graph.command(ORGANISATION)
    await fill_stems(graph)
    await restrict_lesson(graph, RestrictLesson(lesson="secret", departments=["works"]))

    async def run(caller: Caller, query: str, **variables: Any) -> Any:
        resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)
        result = await schema.execute(query, variables, Context(resources, caller))
        assert result.errors is None, result.errors
        return result.data

    return run


# Each returns ids of lessons in another way.
LISTS: Final = {
    "list": "{ lessons(first: 50) { nodes { id } } }",
    "edges, backwards": "{ lessons(last: 50) { edges { node { id } } } }",
    "sorted by a related name": "{ lessons(sort: [{project: {name: ASC}}], first: 50) { nodes { id } } }",
    "sorted by reuses": "{ lessons(sort: [{reusesAggregate: {count: DESC}}], first: 50) { nodes { id } } }",
    "by id": '{ lessons(where: {id: {in: ["open", "draft", "secret"]}}) { nodes { id } } }',
    "filtered by project": '{ lessons(where: {project: {id: {eq: "bridge"}}}) { nodes { id } } }',
    "filtered by an OR": '{ lessons(where: {OR: [{topics: {some: {id: {eq: "steel"}}}}, {title: {eq: "x"}}]}) { nodes { id } } }',
    "not": '{ lessons(where: {NOT: {title: {eq: "x"}}}) { nodes { id } } }',
    "text filter": '{ lessons(where: {search: "steel"}) { nodes { id } } }',
    "of a project": '{ project(id: "bridge") { lessons { nodes { id } } } }',
    "of a person": '{ person(id: "ana") { lessons { nodes { id } } } }',
    "of a topic": '{ topic(id: "steel") { lessons(where: {phase: {isNull: true}}) { nodes { id } } } }',
    "search": '{ search(text: "steel", first: 3) { lesson { id } } }',
    "filtered search": '{ search(text: "steel", first: 3, where: {title: {contains: "steel"}}) { lesson { id } } }',
    "everything": '{ searchEverything(text: "steel", kinds: [LESSON]) { entityId } }',
    "one by one": '{ a: lesson(id: "open") { id } b: lesson(id: "draft") { id } c: lesson(id: "secret") { id } }',
}


def ids(value: Any) -> set[str]:
    if isinstance(value, dict):
        found = {each for name, each in value.items() if name in ("id", "entityId")}
        return found.union(*map(ids, value.values()))
    return set().union(*map(ids, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("name", one_in(3, LISTS))
async def test_lessons_are_read_only_by_those_who_may(read: Read, name: str) -> None:
    for kind, (caller, readable) in READABLE.items():
        assert ids(await read(caller, LISTS[name])) & {"open", "draft", "secret"} == readable, kind


@pytest.mark.thorough
async def test_nodes_that_are_collected_once_are_those_that_may_be_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MAX_OWN_CONDITIONS", -1)
    for kind, (caller, readable) in READABLE.items():
        for query in list(LISTS.values())[::4]:
            anew = f"# collected\n{query}"  # another document, so that it is compiled again
            assert ids(await read(caller, anew)) & {"open", "draft", "secret"} == readable, kind


COUNTS: Final = {
    "total": "{ lessons { totalCount } }",
    "aggregate": "{ lessonsAggregate { count } }",
    "aggregate of days": '{ lessonsAggregate(where: {title: {contains: "steel"}}) { count learnedOn { max } } }',
    "of a project": '{ project(id: "bridge") { lessons { totalCount } } }',
    "of a topic": '{ topic(id: "steel") { lessonsAggregate { count } } }',
    "filtered": '{ lessons(where: {topics: {some: {name: {eq: "Steel"}}}}) { totalCount } }',
    "negated": '{ lessons(where: {topics: {none: {name: {eq: "Wood"}}}}) { totalCount } }',
    "groups": "{ lessonsGrouped(by: [PROJECT]) { nodes { count } } }",
}


def number(value: Any) -> int:
    if isinstance(value, dict):
        return next((each for name, each in value.items() if name in ("count", "totalCount")), None) or number(next(iter(value.values())))
    return number(value[0])


@pytest.mark.parametrize("name", one_in(3, COUNTS))
async def test_lessons_are_counted_only_for_those_who_may_read_them(read: Read, name: str) -> None:
    for kind, (caller, readable) in READABLE.items():
        assert number(await read(caller, COUNTS[name])) == len(readable), kind


@pytest.mark.thorough
async def test_the_existence_of_an_unreadable_lesson_cannot_be_tested(read: Read) -> None:
    for kind, (caller, readable) in READABLE.items():
        for title, id_ in (("Draft steel", "draft"), ("Secret steel", "secret")):
            people = await read(caller, "query($t: String) { people(where: {lessons: {some: {title: {eq: $t}}}}) { totalCount } }", t=title)
            projects = await read(
                caller, "query($t: String) { projects(where: {lessons: {none: {title: {eq: $t}}}}) { totalCount } }", t=title
            )
            assert (people["people"]["totalCount"] > 0, projects["projects"]["totalCount"] == 0) == ((id_ in readable,) * 2), (kind, title)
        top = await read(
            caller, "{ projects(sort: [{lessonsAggregate: {count: DESC}}], where: {lessonsAggregate: {count: {gte: 3}}}) { totalCount } }"
        )
        assert (top["projects"]["totalCount"] == 1) == (len(readable) >= 3), kind


@pytest.mark.thorough
async def test_reuses_of_a_restricted_lesson_are_read_by_those_who_may_read_it(read: Read) -> None:
    for kind, (caller, readable) in READABLE.items():
        expected = {"used", "plain"} if "secret" in readable else {"plain"}
        for query in (
            "{ reuses { nodes { id } } }",
            '{ project(id: "bridge") { reuses { nodes { id } } } }',
            '{ department(id: "works") { reusesOfLessons { nodes { id } } } }',
            '{ a: reuse(id: "used") { id } b: reuse(id: "plain") { id } }',
        ):
            assert ids(await read(caller, query)) & {"used", "plain"} == expected, (kind, query)
        counted = await read(caller, "{ reuses { totalCount } reusesAggregate { count } }")
        assert (counted["reuses"]["totalCount"], counted["reusesAggregate"]["count"]) == (len(expected), len(expected)), kind


# Who sees Bo's name, and whose e-mail addresses.
NAMES: Final = {
    "guest": (GUEST, False, set[str]()),
    "Bo": (BO, True, {"ana@x.example", "bo@x.example"}),
    "co-learner": (ANA, True, {"ana@x.example", "bo@x.example"}),
    "member": (DEE, False, {"ana@x.example"}),
    "curator": (CURATOR, True, {"ana@x.example", "bo@x.example"}),
    "administrator": (ADMINISTRATOR, True, {"ana@x.example", "bo@x.example"}),
}


@pytest.mark.thorough
async def test_people_are_named_only_to_those_who_may_read_their_names(read: Read) -> None:
    for kind, (caller, sees_bo, addresses) in NAMES.items():
        for query in (
            "{ people(sort: [{name: ASC}]) { nodes { id nodeId name email title } } }",
            '{ department(id: "works") { members { nodes { id nodeId name email title } } } }',
            "{ lessons { nodes { learners { edges { node { id nodeId name email title } cursor } } } } }",
            "{ lessonsGrouped(by: [LEARNERS]) { nodes { keys { key entityId value } count } } }",
        ):
            answer = str(await read(caller, query))
            assert "Ana Ruiz" in answer
            assert ("Bo Lind" in answer) == sees_bo, (kind, query)
            if "email" in query and "people" in query:
                assert {each for each in ("ana@x.example", "bo@x.example") if each in answer} == addresses, (kind, query)
        everyone = await read(caller, "{ people { totalCount } }")
        assert everyone["people"]["totalCount"] == 4, kind


@pytest.mark.parametrize("caller", [GUEST, DEE], ids=["guest", "member"])
@pytest.mark.thorough
async def test_a_person_who_must_not_be_named_is_found_neither_by_name_nor_by_id(read: Read, caller: Caller) -> None:
    assert (await read(caller, '{ person(id: "bo") { name } }')) == {"person": None}
    for where in ('{name: {contains: "Bo"}}', '{id: {eq: "bo"}}', '{search: "Bo"}', '{search: "Surveyor"}'):
        assert (await read(caller, f"{{ people(where: {where}) {{ totalCount }} }}"))["people"]["totalCount"] == 0, where
    assert (await read(caller, '{ searchEverything(text: "Bo Lind") { name } }'))["searchEverything"] == []
    masked = (await read(caller, '{ people(where: {name: {eq: "a colleague"}}) { nodes { id name discoverable } } }'))["people"]["nodes"]
    assert masked == [{"id": "colleague-1", "name": "a colleague", "discoverable": False}]
    assert (await read(caller, '{ person(id: "colleague-1") { name } }'))["person"] == {"name": "a colleague"}


@pytest.mark.parametrize("argument", ['where: {email: {startsWith: "bo"}}', 'where: {title: {contains: "S"}}', "sort: [{email: ASC}]"])
async def test_private_properties_cannot_be_filtered_or_sorted_by(read: Read, graph: Graph, argument: str) -> None:
    resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)
    for caller in (GUEST, DEE):
        result = await schema.execute(f"{{ people({argument}) {{ totalCount nodes {{ id }} }} }}", None, Context(resources, caller))
        assert result.errors
        assert isinstance(result.errors[0].original_error, Forbidden)
    assert (await read(CURATOR, f"{{ people({argument}) {{ totalCount }} }}"))["people"]["totalCount"] >= 1


@pytest.mark.thorough
async def test_restriction_is_set_by_learners_and_lifted_again(read: Read, graph: Graph) -> None:
    with pytest.raises(NotFound, match="there is no lesson"):
        await restrict_lesson(graph, RestrictLesson(lesson="secret"), caller=DEE)
    with pytest.raises(NotFound, match="there is no lesson"):
        await lift_restriction(graph, LiftRestriction(lesson="secret"), caller=CURATOR)
    with pytest.raises(Forbidden, match="Only its learners"):
        await restrict_lesson(graph, RestrictLesson(lesson="open"), caller=DEE)
    with pytest.raises(NotFound, match="departments is 'nowhere'"):
        await restrict_lesson(graph, RestrictLesson(lesson="open", departments=["nowhere"]), caller=ANA)
    with pytest.raises(Conflict, match="not restricted"):
        await lift_restriction(graph, LiftRestriction(lesson="open"), caller=ANA)
    await restrict_lesson(graph, RestrictLesson(lesson="secret", people=["dee"]), caller=ANA)
    assert (await read(DEE, '{ lesson(id: "secret") { audience restrictedToPeople { nodes { id } } } }'))["lesson"] == {
        "audience": "NAMED",
        "restrictedToPeople": {"nodes": [{"id": "dee"}]},
    }
    assert (await read(CY, '{ lesson(id: "secret") { id } }'))["lesson"] is None
    await lift_restriction(graph, LiftRestriction(lesson="secret"), caller=ANA)
    assert (await read(GUEST, '{ lesson(id: "secret") { audience } reuse(id: "used") { id } }')) == {
        "lesson": {"audience": None},
        "reuse": {"id": "used"},
    }


async def test_commands_do_not_find_what_their_caller_may_not_read(read: Read, graph: Graph) -> None:
    hidden: list[tuple[Any, Any, Caller]] = [
        (record_reuse, RecordReuse(lesson="secret", project="bridge"), DEE),
        (record_reuse, RecordReuse(lesson="draft", project="bridge"), DEE),
        (revise_lesson, ReviseLesson(lesson="draft", title="x"), CY),
        (publish_lesson, PublishLesson(lesson="secret"), CURATOR),
        (judge_reuse, JudgeReuse(reuse="used", outcome="HELPED", by="cy"), CURATOR),
        (
            record_lesson,
            RecordLesson(title="Next", learned_on="2024-05-05", learners=["dee"], project="bridge", builds_on=["secret"], confirm=True),
            DEE,
        ),
    ]
    for handler, command, caller in hidden:
        with pytest.raises(NotFound, match=r"there is no (lesson|reuse) with this id"):
            await handler(graph, command, caller=caller)
    await record_reuse(graph, RecordReuse(lesson="secret", project="bridge", confirm=True), caller=CY)
    assert (await read(DEE, "{ reuses { totalCount } }"))["reuses"]["totalCount"] == 1  # the new one is restricted too


async def test_the_log_does_not_name_a_restricted_lesson(read: Read) -> None:
    log = "{ activity { action subjectId subjectNodeId } }"
    assert (await read(ADMINISTRATOR, log))["activity"] == [
        {"action": "restrictLesson", "subjectId": "secret", "subjectNodeId": "TGVzc29uOnNlY3JldA"}
    ]
    assert (await read(CURATOR, log))["activity"] == [{"action": "RESTRICTED", "subjectId": None, "subjectNodeId": None}]
