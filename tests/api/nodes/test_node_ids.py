"""An `id` belongs to a node and nothing else; `nodeId` is unique over all types, and payloads have the nodes that caches need."""

from typing import Any

import pytest
from graphql import GraphQLObjectType

from graph_service.api.clients.type_policies import PATH, apollo_type_policies
from graph_service.api.schema import NODES, schema
from graph_service.graph import Graph
from tests.api.seed_tables import Ask
from tests.api.test_mutations import RECORD, lesson, start

NODE_TYPES = {cls.__name__ for cls in NODES}
OBJECTS = [type_ for name, type_ in schema.core.type_map.items() if isinstance(type_, GraphQLObjectType) and not name.startswith("__")]


def test_only_nodes_have_an_id_that_is_not_deprecated() -> None:
    assert {type_.name for type_ in OBJECTS if "id" in type_.fields and not type_.fields["id"].deprecation_reason} == NODE_TYPES
    with_node_id = NODE_TYPES | {"Activity"}  # `seq` identifies it among those of its type
    assert {type_.name for type_ in OBJECTS if "nodeId" in type_.fields} == with_node_id
    assert {type_.name for type_ in OBJECTS if schema.core.type_map["Node"] in type_.interfaces} == with_node_id


def test_scalars_name_their_specification() -> None:
    specified = {name: getattr(schema.core.type_map[name], "specified_by_url", None) for name in ("Date", "DateTime", "Decimal")}
    assert all(url and url.startswith("https://") for url in specified.values()), specified


@pytest.mark.thorough
async def test_node_ids_are_unique_over_all_types(seeded: Graph, ask: Ask) -> None:
    await ask('mutation { createTopic(input: {id: "water", name: "Water as a topic"}) { topic { id } } }')
    lists = ("departments", "people", "projects", "topics", "lessons", "reuses", "rundowns", "conversations", "tasks")
    data = await ask(f"{{ {' '.join(f'{name}(first: 1000) {{ nodes {{ __typename id nodeId }} }}' for name in lists)} }}")
    rows = [row for name in lists for row in data[name]["nodes"]]
    assert len({row["nodeId"] for row in rows}) == len(rows) > len({row["id"] for row in rows}), "IDs occur under several types."
    sample = rows[::7]
    found = await ask("query($ids: [ID!]!) { nodes(nodeIds: $ids) { __typename nodeId } }", ids=[row["nodeId"] for row in sample])
    assert found["nodes"] == [{"__typename": row["__typename"], "nodeId": row["nodeId"]} for row in sample]


@pytest.mark.thorough
async def test_a_key_of_a_group_means_one_thing(seeded: Graph, ask: Ask) -> None:
    """An ID may be that of a topic and of a department; the key is not."""
    await ask('mutation { createTopic(input: {id: "water", name: "Water as a topic"}) { topic { id } } }')
    await ask('mutation { updateProject(input: {project: "electric-bus-depot", topics: ["water"]}) { project { id } } }')
    groups = {
        "lessonsGrouped": ("DEPARTMENTS", "TOPICS", "PROJECT", "LEARNERS", "STATUS", "PHASE", "LEARNED_ON_YEAR", "LEARNED_ON_MONTH"),
        "reusesGrouped": ("DEPARTMENT", "PERSON", "PROJECT", "OUTCOME", "SCOPE", "REUSED_ON_YEAR"),
        "projectsGrouped": ("OWNER", "TOPICS", "STATUS"),
        "topicsGrouped": ("BROADER", "NARROWER"),
    }
    fields = " ".join(
        f"a{at}: {name}(by: [{by}], first: 1000) {{ nodes {{ keys {{ name value key entityId id }} }} }}"
        for at, (name, by) in enumerate((name, by) for name, many in groups.items() for by in many)
    )
    keys: list[dict[str, Any]] = [
        key for found in (await ask(f"{{ {fields} }}")).values() for group in found["nodes"] for key in group["keys"]
    ]
    meanings = {(key["key"], key["name"], key["value"], key["entityId"]) for key in keys}
    assert len({key["key"] for key in keys}) == len(meanings)
    entities = {(key["entityId"], key["value"]) for key in keys if key["entityId"]}
    assert len({id_ for id_, _ in entities}) < len(entities), "The same ID stands for two things."
    assert all(key["id"] == key["entityId"] for key in keys)


@pytest.mark.thorough
async def test_payloads_have_the_nodes_that_cannot_be_reached_from_the_changed_one(ask: Ask) -> None:
    await start(ask)
    await ask(RECORD, input=lesson())
    await ask(RECORD, input=lesson(id="m", learnedOn="2024-06-07"))
    person = "person { nodeId name assignments { totalCount } }"
    assigned = await ask(
        f'mutation {{ assign(input: {{person: "p", project: "j"}}) {{ {person} project {{ people {{ totalCount }} }} }} }}'
    )
    assert (assigned["assign"]["person"]["name"], assigned["assign"]["person"]["assignments"]["totalCount"]) == ("P", 1)
    removed = await ask(f'mutation {{ unassign(input: {{person: "p", project: "j", on: null}}) {{ {person} }} }}')
    assert removed["unassign"]["person"] == assigned["assign"]["person"] | {"assignments": {"totalCount": 0}}
    for mutation, number in (("linkRecurrence", 1), ("dismissRecurrence", 0)):
        text = f'mutation {{ {mutation}(input: {{lesson: "m", recurrenceOf: "l"}}) {{ lesson {{ id }} recurrenceOf {{ id recurrences {{ totalCount }} }} }} }}'
        assert (await ask(text))[mutation] == {"lesson": {"id": "m"}, "recurrenceOf": {"id": "l", "recurrences": {"totalCount": number}}}


UNDO = """mutation($activity: Int!) { undo(input: {activity: $activity}) {
  undone { subjectNodeId } node { __typename nodeId ... on Topic { name } } } }"""


@pytest.mark.thorough
async def test_undo_returns_the_node_or_null_where_it_is_gone(ask: Ask) -> None:
    made = (await ask('mutation { createTopic(input: {id: "t", name: "T"}) { topic { nodeId } activity { seq subjectNodeId } } }'))[
        "createTopic"
    ]
    node_id = made["topic"]["nodeId"]
    assert made["activity"]["subjectNodeId"] == node_id
    changed = await ask('mutation { updateTopic(input: {topic: "t", name: "U"}) { activity { seq } } }')
    undone = (await ask(UNDO, activity=changed["updateTopic"]["activity"]["seq"]))["undo"]
    assert undone == {"undone": {"subjectNodeId": node_id}, "node": {"__typename": "Topic", "nodeId": node_id, "name": "T"}}
    assert (await ask(UNDO, activity=made["activity"]["seq"]))["undo"] == {"undone": {"subjectNodeId": node_id}, "node": None}


async def test_cache_policies_are_served_and_name_every_field_that_is_stored_inside_another_object(http: Any) -> None:
    response = await http.get(PATH)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert response.text == apollo_type_policies(schema.core)
    assert all(f'"{name}"' in response.text for name in ("network", "experts", "lessonsAggregate", "GroupKey", "SearchHit", *NODE_TYPES))
