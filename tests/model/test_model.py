"""The vocabulary in model/ agrees with every other place that names its parts: GraphQL types, constraints and the graph."""

import re
from pathlib import Path

import pytest

from graph_service.api.schema import NODES
from graph_service.mapping.annotations import node_of
from graph_service.mapping.node_types import Node, Relation
from graph_service.model.enums import Decision, DescribedEnum, Finding, GateCheck, LessonStatus, Outcome, Phase, ProjectStatus, ReuseScope
from graph_service.model.labels import ENTITIES, Label
from graph_service.model.relationships import RelationshipType

SCHEMA = Path(__file__).parents[2] / "schema"
UNIQUE = re.compile(r"FOR \(n:(\w+)\) REQUIRE n\.(\w+) IS UNIQUE")
ENUMS: list[type[DescribedEnum]] = [Phase, LessonStatus, ProjectStatus, ReuseScope, Outcome, Decision, GateCheck, Finding]
# The first only decides which recurrences are suggested; who may read the second differs from who may read the lesson (`lessonReviews`).
INTERNAL_TYPES = {"NOT_RECURRENCE_OF", "REVIEWED_BY"}


@pytest.fixture(scope="module")
def nodes() -> list[Node]:
    return [node_of(cls) for cls in NODES]


def ends(node: Node, relation: Relation) -> tuple[str, str, str]:
    start, end = (relation.target, node) if relation.incoming else (node, relation.target)
    return relation.relationship, start.label, end.label


@pytest.mark.parametrize("enum", ENUMS)
def test_enum_values_are_their_names_and_described(enum: type[DescribedEnum]) -> None:
    assert [member.value for member in enum] == [member.name for member in enum]
    assert all(member.description.endswith(".") and member.display_name for member in enum)


def test_every_entity_has_a_graphql_type_with_its_label_and_plural(nodes: list[Node]) -> None:
    assert {(node.label, node.plural) for node in nodes} == {(label.value, label.plural) for label in ENTITIES}


def test_graphql_types_follow_relationships_between_the_labels_of_the_model(nodes: list[Node]) -> None:
    annotated = {ends(node, relation) for node in nodes for relation in node.relations.values() if relation.through is None}
    assert annotated == {(each.value, each.start.value, each.end.value) for each in RelationshipType if each not in INTERNAL_TYPES}


def test_graphql_edges_read_the_properties_of_their_relationship_type(nodes: list[Node]) -> None:
    properties = {each.value: set(each.properties) for each in RelationshipType}
    for node in nodes:
        for relation in node.relations.values():
            if relation.edge_properties:
                assert {prop.name for prop in relation.edge_properties} <= properties[relation.relationship]


def test_only_dated_relationships_are_read_as_of_a_day(nodes: list[Node]) -> None:
    dated = {each.value for each in RelationshipType if each.dated}
    assert {r.relationship for node in nodes for r in node.relations.values() if r.dated} <= dated


def test_the_key_of_every_label_has_a_uniqueness_constraint() -> None:
    text = "\n".join(file.read_text() for file in SCHEMA.glob("*.cypher"))
    constraints = UNIQUE.findall(text)
    assert {(label.value, label.key) for label in Label} <= set(constraints)
    assert {label for label, _ in constraints} == {label.value for label in Label}
