"""Statements over the nodes of every label, composed of the labels in model/. ids_by_label makes their parameters."""

from collections.abc import Mapping, Sequence
from typing import Final, LiteralString

from graph_service.model.labels import ENTITIES, Label
from graph_service.model.relationships import RelationshipType


def _for_each(part: LiteralString, separator: LiteralString, labels: Sequence[Label] = ENTITIES) -> LiteralString:
    """The part for each label, with its name for LABEL and its plural for PLURAL."""
    return separator.join([part.replace("LABEL", label.value).replace("PLURAL", label.plural) for label in labels])


def _degrees(label: Label) -> LiteralString:
    """The statement that returns a row for each two ends of relationships at the nodes of a label, of some of these nodes.

    [[type, whether it is incoming], the same of the second end, nodes, those that have the first, its sum, the sum of the products of both].
    """
    ends: tuple[tuple[LiteralString, LiteralString, LiteralString], ...] = (("false", "-[", "]->"), ("true", "<-[", "]-"))
    counts: list[LiteralString] = [
        "[['" + type_.value + "', " + incoming + "], COUNT { (node)" + left + ":" + type_.value + right + "() }]"
        for type_ in RelationshipType
        for end, (incoming, left, right) in zip((type_.start, type_.end), ends, strict=True)
        if end is label
    ]
    return (
        "MATCH (node:" + label.value + ") WITH node LIMIT 150\nWITH [" + ", ".join(counts) + "] AS counts\n"
        "UNWIND counts AS first\nUNWIND counts AS second\n"
        "WITH first[0] AS one, second[0] AS other, count(*) AS nodes, sum(CASE WHEN first[1] > 0 THEN 1 ELSE 0 END) AS having,\n"
        "  sum(first[1]) AS total, sum(first[1] * second[1]) AS products\n"
        "RETURN collect([one, other, nodes, having, total, products]) AS degrees"
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
# pairs of nodes have the same, how many pairs have texts that begin alike, and the values that repeat.
SAMPLE_STATEMENT: LiteralString = (
    "RETURN COLLECT {\n"
    "  CALL () {\n" + _for_each("    MATCH (node:LABEL) RETURN 'LABEL' AS label, node LIMIT 300", "\n    UNION ALL\n") + "\n  }\n"
    "  WITH label, collect(node) AS nodes\n"
    "  UNWIND nodes AS node\n"
    "  UNWIND keys(node) AS name\n"
    "  WITH label, name, size(nodes) AS size, node[name] AS value, count(*) AS number\n"
    "  WITH label, name, size, CASE WHEN value IS :: STRING THEN toLower(left(value, 4)) END AS beginning,\n"
    "    sum(number) AS having, count(*) AS values, sum(number * (number - 1)) AS pairs,\n"
    "    collect(CASE WHEN number > 1 AND value IS :: STRING | BOOLEAN THEN [value, number] END)[..16] AS repeated\n"
    "  WITH label, name, size, sum(having) AS having, sum(values) AS values, sum(pairs) AS pairs,\n"
    "    sum(CASE WHEN beginning IS NOT NULL THEN having * (having - 1) ELSE 0 END) AS alike, collect(repeated) AS repeated\n"
    "  RETURN [label, name, size, having, values, pairs, alike, reduce(all = [], some IN repeated | all + some)[..16]]\n"
    "} AS sampled"
)
# How many relationships a few hundred nodes have at each end of a type, and how many of each other end those have that are reached by it.
# One statement for each label: Neo4j takes seconds to plan all at once.
DEGREE_STATEMENTS: Final[Sequence[LiteralString]] = [_degrees(label) for label in ENTITIES]
# One list of ids for each label: an empty one costs nothing, and each is looked up in the unique index of its label.
KNOWN_IDS_STATEMENT: LiteralString = (
    "RETURN {\n"
    + _for_each("  PLURAL: COLLECT { UNWIND $PLURAL AS id MATCH (node:LABEL {id: id}) RETURN node.id }", ",\n")
    + "\n} AS known"
)
# The first pages of all labels at once: a small graph then takes one read per table. The condition lets Neo4j read the ids in the order of
# the index: if it sorts them, each row counts the lists of the other labels as its own memory.
FIRST_IDS_STATEMENT: LiteralString = (
    "RETURN {\n"
    + _for_each("  PLURAL: COLLECT { MATCH (node:LABEL) WHERE node.id >= '' RETURN node.id ORDER BY node.id LIMIT $size }", ",\n")
    + "\n} AS ids"
)
ID_PAGE_STATEMENTS: Final[Mapping[Label, LiteralString]] = {
    label: "MATCH (node:" + label.value + ") WHERE node.id > $after WITH node.id AS id ORDER BY id LIMIT $size RETURN collect(id)"
    for label in ENTITIES
}


def ids_by_label(ids: Mapping[Label, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The parameters of these statements: the ids of each label by its plural."""
    return {label.plural: ids.get(label, ()) for label in ENTITIES}
