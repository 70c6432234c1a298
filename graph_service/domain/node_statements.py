"""Statements over the nodes of every label, composed of the labels in model/. ids_by_label makes their parameters."""

from collections.abc import Mapping, Sequence
from typing import Final, LiteralString

from graph_service.model.labels import ENTITIES, Label
from graph_service.model.relationships import RelationshipType


def _for_each(part: LiteralString, separator: LiteralString, labels: Sequence[Label] = ENTITIES) -> LiteralString:
    """The part for each label, with its name for LABEL and its plural for PLURAL."""
    return separator.join([part.replace("LABEL", label.value).replace("PLURAL", label.plural) for label in labels])


def _degrees(label: Label) -> LiteralString:
    """The statement that returns rows [relationship type, whether it is incoming, sum, sum of squares] for some nodes of a label."""
    ends: tuple[tuple[LiteralString, LiteralString, LiteralString], ...] = (("false", "-[", "]->"), ("true", "<-[", "]-"))
    counts: list[LiteralString] = [
        "['" + type_.value + "', " + incoming + ", COUNT { (node)" + left + ":" + type_.value + right + "() }]"
        for type_ in RelationshipType
        for end, (incoming, left, right) in zip((type_.start, type_.end), ends, strict=True)
        if end is label
    ]
    return (
        "MATCH (node:" + label.value + ") WITH node LIMIT 300\nUNWIND [" + ", ".join(counts) + "] AS counted\n"
        "WITH counted[0] AS type, counted[1] AS incoming, sum(counted[2]) AS total, sum(counted[2] * counted[2]) AS squares\n"
        "RETURN collect([type, incoming, total, squares]) AS degrees"
    )


NODES_OF_IDS: LiteralString = (
    "CALL () {\n" + _for_each("  UNWIND $PLURAL AS id MATCH (node:LABEL {id: id}) RETURN node", "\nUNION ALL\n") + "\n}\n"
)
"""The beginning of a statement: CALL () { UNWIND $people AS id MATCH (node:Person {id: id}) RETURN node UNION ALL ... }"""

# Neo4j keeps these counts: no node is read, however large the graph is.
NODE_COUNTS_STATEMENT: LiteralString = (
    "RETURN [\n" + _for_each("  ['LABEL', COUNT { (:LABEL) }]", ",\n", [*ENTITIES, Label.ACTIVITY, Label.IMPORTED_CHANGE]) + "\n] AS counts"
)
# A few hundred nodes of each label. For each label and property: the nodes in the sample, those that have it, its distinct values, how many
# pairs of nodes have the same, and the values that repeat.
SAMPLE_STATEMENT: LiteralString = (
    "RETURN COLLECT {\n"
    "  CALL () {\n" + _for_each("    MATCH (node:LABEL) RETURN 'LABEL' AS label, node LIMIT 300", "\n    UNION ALL\n") + "\n  }\n"
    "  WITH label, collect(node) AS nodes\n"
    "  UNWIND nodes AS node\n"
    "  UNWIND keys(node) AS name\n"
    "  WITH label, name, size(nodes) AS size, node[name] AS value, count(*) AS number\n"
    "  WITH label, name, size, sum(number) AS having, count(*) AS values, sum(number * (number - 1)) AS pairs,\n"
    "    collect(CASE WHEN number > 1 AND value IS :: STRING | BOOLEAN THEN [value, number] END)[..16] AS repeated\n"
    "  RETURN [label, name, size, having, values, pairs, repeated]\n"
    "} AS sampled"
)
# For each end of a relationship type: the relationships that Neo4j counts at a few hundred nodes, and the sum of the squares of these numbers.
# One statement for each label: Neo4j takes seconds to plan all at once.
DEGREE_STATEMENTS: Final[Sequence[LiteralString]] = [_degrees(label) for label in ENTITIES]
# One list of ids for each label: an empty one costs nothing, and each is looked up in the unique index of its label.
KNOWN_IDS_STATEMENT: LiteralString = (
    "RETURN {\n"
    + _for_each("  PLURAL: COLLECT { UNWIND $PLURAL AS id MATCH (node:LABEL {id: id}) RETURN node.id }", ",\n")
    + "\n} AS known"
)
# The first pages of all labels at once: a small graph then takes one read per table.
FIRST_IDS_STATEMENT: LiteralString = (
    "RETURN {\n" + _for_each("  PLURAL: COLLECT { MATCH (node:LABEL) RETURN node.id ORDER BY node.id LIMIT $size }", ",\n") + "\n} AS ids"
)
ID_PAGE_STATEMENTS: Final[Mapping[Label, LiteralString]] = {
    label: "MATCH (node:" + label.value + ") WHERE node.id > $after WITH node.id AS id ORDER BY id LIMIT $size RETURN collect(id)"
    for label in ENTITIES
}


def ids_by_label(ids: Mapping[Label, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The parameters of these statements: the ids of each label by its plural."""
    return {label.plural: ids.get(label, ()) for label in ENTITIES}
