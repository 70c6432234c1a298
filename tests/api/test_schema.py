"""The schema is the contract with dashboards: a change of it shows as a change of schema/schema.graphql."""

from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)

from graph_service.api.schema import NODES, schema
from graph_service.graph import Graph
from graph_service.mapping.annotations import node_of

SNAPSHOT = Path(__file__).parents[2] / "schema" / "schema.graphql"


def test_schema_equals_the_reviewed_snapshot() -> None:
    assert SNAPSHOT.read_text() == schema.as_str() + "\n", "Run `graph-service schema > schema/schema.graphql` and review what changed."


def undescribed() -> list[str]:
    """Everything in the schema without a description."""
    found: list[str] = []
    for name, made in schema._schema.type_map.items():
        if is_introspection_type(made) or is_specified_scalar_type(made):
            continue
        found += [] if made.description else [name]
        parts: dict[str, Any] = {}
        if isinstance(made, GraphQLEnumType):
            parts = dict(made.values)
        elif isinstance(made, GraphQLObjectType | GraphQLInputObjectType):
            parts = dict(made.fields)
        found += [f"{name}.{key}" for key, part in parts.items() if not part.description]
        for key, part in parts.items():
            found += [f"{name}.{key}({argument})" for argument, value in getattr(part, "args", {}).items() if not value.description]
    return found


def test_everything_in_the_schema_has_a_description() -> None:
    assert undescribed() == []


async def test_every_full_text_index_covers_what_its_marker_says(graph: Graph) -> None:
    shown = await graph.command("SHOW FULLTEXT INDEXES YIELD name, labelsOrTypes, properties")
    found = {row["name"]: (row["labelsOrTypes"], row["properties"]) for row in shown}
    declared = {
        node.fulltext.name: ([node.label], list(node.fulltext.stems or node.fulltext.properties))
        for node in map(node_of, NODES)
        if node.fulltext
    }
    assert {name: found.get(name) for name in declared} == declared
