"""Changes are nodes, too: `node` and `nodes` return what the field `activity` returns for the same caller."""

import asyncio
from typing import Any, Final

import pytest

from graph_service.access import Role
from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import Caller
from graph_service.compiler.node_ids import encode_node_id
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.graph import Graph
from graph_service.ingest import import_files, import_folder
from graph_service.ingest.source_files import read_folder
from graph_service.ingest.tables import TABLE_SPECS
from tests.callers import token_of
from tests.ingest.conftest import write
from tests.ingest.sample_tables import ORGANISATION, Write
from tests.thorough import one_in

__all__ = ["write"]
CURATOR: Final = Caller("token:pmo", "pmo", None, Role.CURATOR)
ADMINISTRATOR: Final = token_of("root", Role.ADMINISTRATOR)
ANN: Final = token_of("ann", Role.CONTRIBUTOR)
FIELDS: Final = "nodeId seq action callerSubject subjectLabel subjectId changed undoable values { name before after }"
BY_IDS: Final = (
    f"query($ids: [ID!]!) {{ nodes(nodeIds: $ids) {{ __typename nodeId ... on Activity {{ {FIELDS} }} ... on Topic {{ name }} }} }}"
)
BY_ID: Final = f"query($id: ID!) {{ node(nodeId: $id) {{ __typename ... on Activity {{ {FIELDS} }} }} }}"


async def read(graph: Graph, query: str, caller: Caller = CURATOR, **variables: Any) -> Any:
    result = await schema.execute(
        query, variables, Context(Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60), caller)
    )
    assert result.errors is None, result.errors
    return result.data


async def change_texts(graph: Graph, write: Write) -> None:
    """An organisation, a lesson that an import changes, and a topic by a curator."""
    await import_folder(graph, write(ORGANISATION))
    await import_files(graph, read_folder(write(lessons="id,context\nl1,Steel came late\n"), list(TABLE_SPECS)), caller=ADMINISTRATOR)
    await create_topic(graph, CreateTopic(id="locks", name="Locks"), caller=CURATOR)


@pytest.mark.thorough
async def test_a_change_is_found_by_its_node_id(graph: Graph, write: Write) -> None:
    await change_texts(graph, write)
    log = (await read(graph, f"{{ activity {{ {FIELDS} }} }}"))["activity"]
    ids = [entry["nodeId"] for entry in log]
    assert len(set(ids)) == len(ids)
    topic = encode_node_id("Topic", "locks")
    found = (await read(graph, BY_IDS, ids=[*reversed(ids), topic, ids[0]]))["nodes"]
    expected = [{"__typename": "Activity", **entry} for entry in log]
    assert found == [*reversed(expected), {"__typename": "Topic", "nodeId": topic, "name": "Locks"}, expected[0]]
    assert (await read(graph, BY_ID, id=ids[-1]))["node"] == expected[-1]


async def test_what_an_import_changed_in_a_lesson_is_another_node_than_its_batch(graph: Graph, write: Write) -> None:
    """A cache that stores by nodeId would otherwise show the change of one lesson as that of another."""
    await change_texts(graph, write)
    [of_lesson] = (await read(graph, f'{{ activity(subject: "l1") {{ {FIELDS} }} }}'))["activity"]
    assert (of_lesson["subjectId"], of_lesson["values"][0]["after"]) == ("l1", "Steel came late")
    log = (await read(graph, f"{{ activity {{ {FIELDS} }} }}"))["activity"]
    [batch] = [entry for entry in log if entry["seq"] == of_lesson["seq"]]
    assert batch["nodeId"] != of_lesson["nodeId"]
    found = (await read(graph, BY_IDS, ids=[of_lesson["nodeId"], batch["nodeId"]]))["nodes"]
    assert found == [{"__typename": "Activity", **of_lesson}, {"__typename": "Activity", **batch}]


async def test_others_than_curators_find_their_own_changes_only(graph: Graph, write: Write) -> None:
    await change_texts(graph, write)
    log = (await read(graph, "{ activity { nodeId } }"))["activity"]
    [of_lesson] = (await read(graph, '{ activity(subject: "l1") { nodeId } }'))["activity"]
    for entry in [*log, of_lesson]:
        assert (await read(graph, BY_IDS, ANN, ids=[entry["nodeId"]]))["nodes"] == [None]
        assert (await read(graph, BY_ID, ANN, id=entry["nodeId"]))["node"] is None


async def test_changes_of_a_restricted_lesson_are_not_told(graph: Graph, write: Write) -> None:
    await change_texts(graph, write)
    [of_lesson] = (await read(graph, '{ activity(subject: "l1") { nodeId } }'))["activity"]
    await graph.command("MATCH (lesson:Lesson {id: 'l1'}) SET lesson.audience = 'NAMED'")
    assert (await read(graph, BY_ID, id=of_lesson["nodeId"]))["node"] is None
    assert (await read(graph, BY_ID, ADMINISTRATOR, id=of_lesson["nodeId"]))["node"]["subjectId"] == "l1"


@pytest.mark.parametrize(
    "key", one_in(4, ["999", "0", "01", "-1", "1.0", "\u0661", "9" * 30, "1:", "1:Lesson:none", "x", " 1", "1\n"], thorough=1)
)
async def test_a_node_id_of_no_change_finds_nothing(graph: Graph, write: Write, key: str) -> None:
    await change_texts(graph, write)
    assert (await read(graph, BY_IDS, ids=[encode_node_id("Activity", key)]))["nodes"] == [None]


async def test_a_mutation_and_the_log_return_the_same_node(graph: Graph) -> None:
    made = await asyncio.gather(
        *(read(graph, f'mutation {{ createTopic(input: {{name: "T{at}"}}) {{ activity {{ {FIELDS} }} }} }}') for at in range(4))
    )
    entries = [each["createTopic"]["activity"] for each in made]
    found = (await read(graph, BY_IDS, ids=[entry["nodeId"] for entry in entries]))["nodes"]
    assert found == [{"__typename": "Activity", **entry} for entry in entries]
