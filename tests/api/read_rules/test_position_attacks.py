"""Cursors, nodeIds, orders and filters tell nothing about lessons and people that the caller may not read."""

import base64
import json
import re
from typing import Any, Final

import pytest

from graph_service.callers import Caller, Role
from graph_service.compiler.node_ids import encode_node_id
from graph_service.domain.lessons.languages import fill_stems
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.graph import Graph
from tests.api.read_rules.test_attacks import run
from tests.api.read_rules.test_read_rules import ADMINISTRATOR, ANA, BO, CURATOR, DEE, GUEST, READABLE, Read, ids, read
from tests.thorough import one_in

__all__ = ["read"]
# Bo, who must not be named, learned the lesson that everybody may read, too.
OPEN_OF_BO: Final = "MATCH (open:Lesson {id: 'open'}), (bo:Person {id: 'bo'}) CREATE (open)-[:LEARNED_BY]->(bo)"
PEOPLE: Final = (
    "people(first: 10{}) {{ edges {{ cursor node {{ name }} }} }}",
    'lesson(id: "open") {{ learners(first: 10{}) {{ edges {{ cursor node {{ name }} }} }} }}',
    'department(id: "works") {{ members(first: 10{}) {{ edges {{ cursor node {{ name }} }} }} }}',
)
ORDERS: Final = ("", ", sort: [{name: ASC}]", ", sort: [{name: DESC}, {active: ASC}]", ", sort: [{lessonsAggregate: {count: DESC}}]")


def decoded(cursor: str) -> list[Any]:
    return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


def forged(cursor: str, *values: Any) -> str:
    """A cursor of the same list and order with other values."""
    return base64.urlsafe_b64encode(json.dumps([decoded(cursor)[0], *values]).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("order", one_in(4, ORDERS, thorough=1))
async def test_cursors_contain_nothing_of_people_who_must_not_be_named(read: Read, graph: Graph, order: str) -> None:
    await graph.command(OPEN_OF_BO)
    for caller in (GUEST, DEE):
        for query in PEOPLE:
            answer = str(await read(caller, "{" + query.format(order) + "}"))
            assert "a colleague" in answer
            for cursor in re.findall(r"'cursor': '([^']+)'", answer):
                assert not {"bo", "Bo Lind", "bo@x.example", "Surveyor"} & set(map(str, decoded(cursor))), (query, decoded(cursor))


async def test_people_who_must_not_be_named_are_sorted_by_what_is_shown(read: Read, graph: Graph) -> None:
    # Otherwise the place between Ana and Cy would reveal how the name begins.
    await graph.command("MATCH (bo:Person {id: 'bo'}) SET bo.name = 'Cezar'")
    names = [node["name"] for node in (await read(GUEST, "{ people(sort: [{name: ASC}]) { nodes { name } } }"))["people"]["nodes"]]
    assert names == sorted(names, key=str.casefold) or names == sorted(names)
    [top] = (await read(GUEST, "{ people(sort: [{name: ASC}], first: 1) { nodes { name } } }"))["people"]["nodes"]
    assert top["name"] in ("a colleague", "Ana Ruiz")


@pytest.mark.thorough
async def test_forged_cursors_lead_only_to_what_the_caller_may_read(read: Read, graph: Graph) -> None:
    query = "query($after: String, $before: String, $first: Int, $last: Int) { lessons(sort: [{title: ASC}], after: $after, before: $before, first: $first, last: $last) { totalCount edges { cursor node { id } } } }"
    [first, *_] = (await read(GUEST, query))["lessons"]["edges"]
    for kind, (caller, readable) in READABLE.items():
        found = (await read(caller, query, after=forged(first["cursor"], "A", "a")))["lessons"]
        assert ids(found) == readable, kind
        assert found["totalCount"] == len(readable)
        for place in (["Draft steel", "draft"], ["Secret steel", "secret"], ["Secret steel", "nothing"]):
            cursor = forged(first["cursor"], *place)
            answers = [await read(caller, query, first=9, after=cursor), await read(caller, query, last=9, before=cursor)]
            assert ids(answers) <= readable, kind
    own = (await read(ADMINISTRATOR, query))["lessons"]["edges"]
    for edge in own:
        assert ids(await read(GUEST, query, after=edge["cursor"])) <= {"open"}
    for other in ("{ lessons(first: 1) { edges { cursor } } }", "{ people(first: 1) { edges { cursor } } }"):
        [[edge]] = [value["edges"] for value in (await read(GUEST, other)).values()]
        [error] = (await run(graph, GUEST, query, after=edge["cursor"])).errors
        assert "which is not a cursor of this list" in error.message


NODE: Final = "query($id: ID!) { node(nodeId: $id) { __typename nodeId ... on Lesson { title } ... on Person { name } } }"
NODES: Final = "query($id: ID!) { nodes(nodeIds: [$id]) { nodeId ... on Lesson { title } ... on Person { name } } }"


def shown(result: Any) -> str:
    """The response as the caller sees it."""
    return str((result.data, [error.formatted for error in result.errors or ()]))


@pytest.mark.parametrize("query", [NODE, NODES], ids=["node", "nodes"])
async def test_node_ids_of_hidden_nodes_are_those_of_missing_ones(read: Read, graph: Graph, query: str) -> None:
    for kind, (caller, readable) in READABLE.items():
        for type_, id_ in (("Lesson", "draft"), ("Lesson", "secret"), ("Reuse", "used")):
            hidden = id_ not in readable if id_ != "used" else "secret" not in readable
            found, missing = [shown(await run(graph, caller, query, id=encode_node_id(type_, each))) for each in (id_, "nothing")]
            missing = missing.replace(encode_node_id(type_, "nothing"), encode_node_id(type_, id_))
            assert (found == missing) == hidden, (kind, id_, found)
    for caller in (GUEST, DEE):
        found, missing = [shown(await run(graph, caller, query, id=encode_node_id("Person", each))) for each in ("bo", "no")]
        assert found == missing.replace(encode_node_id("Person", "no"), encode_node_id("Person", "bo"))
        assert "a colleague" in shown(await run(graph, caller, query, id=encode_node_id("Person", "colleague-1")))


@pytest.mark.parametrize("text", ["Activity:", "Sequence:activity", "ImportedChange:1", "Query:open", "Lesson:", ":open", "Lesson", "\x00"])
async def test_forged_node_ids_are_no_node_ids(read: Read, graph: Graph, text: str) -> None:
    forged_id = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    for query in (NODE, NODES):
        result = await run(graph, ADMINISTRATOR, query, id=forged_id)
        assert result.errors, result.data
        assert result.errors[0].original_error.code == "INVALID_INPUT"


@pytest.mark.parametrize(
    "query",
    one_in(
        3,
        [
            '{ lessons(where: {learners: {some: {id: {eq: "bo"}}}}) { totalCount } }',
            '{ lessons(where: {learners: {some: {name: {contains: "Lind"}}}}) { totalCount } }',
            '{ lessons(where: {learners: {some: {search: "Lind"}}}) { totalCount } }',
            '{ lessonsAggregate(where: {learners: {some: {id: {in: ["bo"]}}}}) { totalCount: count } }',
            '{ departments(where: {members: {some: {id: {eq: "bo"}}}}) { totalCount } }',
            '{ people(where: {name: {startsWith: "Bo"}}) { totalCount } }',
        ],
        thorough=1,
    ),
)
async def test_nobody_is_found_by_a_name_that_the_caller_may_not_read(read: Read, graph: Graph, query: str) -> None:
    await graph.command(OPEN_OF_BO)
    for caller in (GUEST, DEE):
        assert "'totalCount': 0" in str(await read(caller, query)), caller.name
    for caller in (CURATOR, ADMINISTRATOR):
        assert "'totalCount': 0" not in str(await read(caller, query)), caller.name


async def test_first_of_two_unknown_ids_is_named_whether_hidden_or_not(read: Read, graph: Graph) -> None:
    record = """mutation($learners: [ID!]!, $earlier: [ID!]!) { recordLesson(input: {title: "New", learnedOn: "2024-05-05",
      learners: $learners, buildsOn: $earlier, project: "bridge", confirm: true}) { lesson { id } } }"""
    restrict = "mutation($mine: ID!, $people: [ID!]!) { restrictLesson(input: {lesson: $mine, people: $people}) { lesson { id } } }"
    mine = await record_lesson(
        graph, RecordLesson(title="Mine", learned_on="2024-05-05", learners=["dee"], project="bridge", confirm=True), caller=DEE
    )
    for hidden, other in (("secret", "nothing"), ("nothing", "secret")):
        [error] = (await run(graph, DEE, record, learners=["dee"], earlier=[hidden, other])).errors
        assert error.message == f"buildsOn is '{hidden}', but there is no lesson with this id."
    for hidden, other in (("bo", "nobody"), ("nobody", "bo")):
        [error] = (await run(graph, DEE, record, learners=["dee", hidden, other], earlier=[])).errors
        assert error.message == f"learners is '{hidden}', but there is no person with this id."
        [error] = (await run(graph, DEE, restrict, mine=mine.id, people=[hidden, other])).errors
        assert error.message == f"people is '{hidden}', but there is no person with this id."


@pytest.mark.thorough
async def test_lists_that_are_replaced_keep_what_the_caller_cannot_see(read: Read, graph: Graph) -> None:
    mine = await record_lesson(
        graph, RecordLesson(title="Mine", learned_on="2024-05-05", learners=["dee"], project="bridge", confirm=True), caller=DEE
    )
    await graph.command("MATCH (mine:Lesson {title: 'Mine'}), (secret:Lesson {id: 'secret'}) CREATE (mine)-[:BUILDS_ON]->(secret)")
    revise = (
        f'mutation {{ reviseLesson(input: {{lesson: "{mine.id}", buildsOn: ["open"]}}) {{ lesson {{ buildsOn {{ nodes {{ id }} }} }} }} }}'
    )
    assert ids((await read(DEE, revise))["reviseLesson"]) == {"open"}
    links = "MATCH (:Lesson {title: 'Mine'})-[:BUILDS_ON]->(other) WITH other ORDER BY other.id RETURN collect(other.id)"
    assert await graph.read(links) == ["open", "secret"]
    await read(ADMINISTRATOR, revise)
    assert await graph.read(links) == ["open"]


async def test_nobody_undoes_what_somebody_else_did(read: Read, graph: Graph) -> None:
    mine = await record_lesson(
        graph, RecordLesson(title="Mine", learned_on="2024-05-05", learners=["dee"], project="bridge", confirm=True), caller=DEE
    )
    contributor_without_person = Caller("token:bot", "bot", None, Role.CONTRIBUTOR)
    for caller in (ANA, BO, CURATOR, ADMINISTRATOR, contributor_without_person):
        [error] = (await run(graph, caller, f"mutation {{ undo(input: {{activity: {mine.seq}}}) {{ __typename }} }}")).errors
        assert error.message == "Only the person who made a change can undo it."
    [error] = (await run(graph, GUEST, f"mutation {{ undo(input: {{activity: {mine.seq}}}) {{ __typename }} }}")).errors
    assert error.original_error.code == "FORBIDDEN"
    assert await graph.read("MATCH (lesson:Lesson {title: 'Mine'}) RETURN count(lesson)") == 1


async def test_the_log_says_nothing_about_learners_of_a_restricted_lesson(read: Read) -> None:
    log = "{ activity(last: 5) { action subjectId changed onBehalfOf values { name } } }"
    [entry] = (await read(CURATOR, log))["activity"]
    assert entry == {"action": "RESTRICTED", "subjectId": None, "changed": [], "onBehalfOf": [], "values": None}
    [entry] = (await read(ADMINISTRATOR, log))["activity"]
    assert "audience" in entry["changed"]


async def test_the_log_has_the_ids_that_its_reader_reads(read: Read, graph: Graph) -> None:
    record = """mutation { recordLesson(input: {title: "New", learnedOn: "2024-05-05", learners: ["ana", "colleague-1"], project: "bridge",
      confirm: true}) { activity { onBehalfOf } } }"""
    log = '{ activity(action: "recordLesson") { onBehalfOf } }'
    assert (await read(ANA, record))["recordLesson"]["activity"] == {"onBehalfOf": ["colleague-1"]}
    assert (await read(ANA, log))["activity"] == [{"onBehalfOf": ["colleague-1"]}]
    assert (await read(CURATOR, log))["activity"] == [{"onBehalfOf": ["bo"]}]


MANY: Final = 60  # more than the hits of one index that are ranked


@pytest.mark.parametrize("caller", [GUEST, DEE])
async def test_lessons_that_the_caller_may_not_read_take_no_place_of_others_in_a_search(read: Read, graph: Graph, caller: Caller) -> None:
    await graph.command(
        "UNWIND range(1, $many) AS number CREATE (:Lesson {id: 'hidden-' + number, title: 'Crane', status: 'DRAFT', audience: 'AUTHORS', "
        "learnedOn: date('2024-01-02')})",
        {"many": MANY},
    )
    await graph.command(
        "CREATE (:Lesson {id: 'crane', title: 'Hire the crane of the next site for the steel', status: 'PUBLISHED', "
        "learnedOn: date('2024-01-03'), publishedOn: date('2024-01-03')})"
    )
    await fill_stems(graph)
    for query in (
        '{ searchEverything(text: "crane", kinds: [LESSON], first: 5) { entityId } }',
        '{ search(text: "crane", first: 5) { lesson { id } } }',
        '{ lessons(where: {search: "crane"}, first: 5) { nodes { id } } }',
    ):
        assert ids(await read(caller, query)) == {"crane"}, query


async def test_people_who_must_not_be_named_take_no_place_of_others_in_a_search(read: Read, graph: Graph) -> None:
    await graph.command(
        "UNWIND range(1, $many) AS number CREATE (:Person {id: 'hidden-' + number, name: 'Kim', active: true, discoverable: false, "
        "shownId: 'colleague-' + (100 + number), shownName: 'a colleague'})",
        {"many": MANY},
    )
    await graph.command("MATCH (cy:Person {id: 'cy'}) SET cy.name = 'Kim Oke of the works', cy.shownName = cy.name")
    assert ids(await read(GUEST, '{ searchEverything(text: "kim", kinds: [PERSON], first: 5) { entityId } }')) == {"cy"}
