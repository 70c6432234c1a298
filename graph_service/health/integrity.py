"""Checks that no constraint of Neo4j can express: duplicate relationships, and overlapping periods where only one is allowed."""

from dataclasses import dataclass
from functools import partial
from typing import Any, LiteralString

from graph_service.domain.activity import activity_parameters, lock_activity_log, record_activity
from graph_service.graph import Graph, WriteTransaction
from graph_service.health.check import Check, State
from graph_service.model.relationships import RelationshipType

TIMEOUT = 300.0  # seconds; these reads visit every relationship
DELETIONS_PER_TRANSACTION = 10_000
EXAMPLES = 3

# Neo4j never matches the two relationships of such a pattern to the same one.
OVERLAPPING_MEMBERSHIPS_QUERY: LiteralString = """
MATCH (node:Person) WHERE COUNT { (node)-[:MEMBER_OF]->() } > 1
WITH node WHERE EXISTS {
  MATCH (first)<-[one:MEMBER_OF]-(node)-[other:MEMBER_OF]->(second)
  WHERE (one.to IS NULL OR other.from IS NULL OR other.from < one.to)
    AND (other.to IS NULL OR one.from IS NULL OR one.from < other.to)
    AND (first <> second OR properties(one) <> properties(other))
}
WITH node.id AS id ORDER BY id
RETURN {count: count(id), examples: collect(id)[..3]} AS overlaps
"""
OVERLAPPING_OWNERS_QUERY: LiteralString = """
MATCH (node:Project) WHERE COUNT { (node)<-[:OWNS]-() } > 1
WITH node WHERE EXISTS {
  MATCH (first)-[one:OWNS]->(node)<-[other:OWNS]-(second)
  WHERE (one.to IS NULL OR other.from IS NULL OR other.from < one.to)
    AND (other.to IS NULL OR one.from IS NULL OR one.from < other.to)
    AND (first <> second OR properties(one) <> properties(other))
}
WITH node.id AS id ORDER BY id
RETURN {count: count(id), examples: collect(id)[..3]} AS overlaps
"""
OVERLAPPING_PARENTS_QUERY: LiteralString = """
MATCH (node:Department) WHERE COUNT { (node)-[:PART_OF]->() } > 1
WITH node WHERE EXISTS {
  MATCH (first)<-[one:PART_OF]-(node)-[other:PART_OF]->(second)
  WHERE (one.to IS NULL OR other.from IS NULL OR other.from < one.to)
    AND (other.to IS NULL OR one.from IS NULL OR one.from < other.to)
    AND (first <> second OR properties(one) <> properties(other))
}
WITH node.id AS id ORDER BY id
RETURN {count: count(id), examples: collect(id)[..3]} AS overlaps
"""


@dataclass(frozen=True, slots=True)
class SingleRelationship:
    """A relationship type of which a node has at most one at a time, with the query that finds nodes with more."""

    type: RelationshipType
    query: LiteralString
    message: str
    remedy: str


SINGLE_RELATIONSHIPS = (
    SingleRelationship(
        RelationshipType.MEMBER_OF,
        OVERLAPPING_MEMBERSHIPS_QUERY,
        "{count:,} people have more than one home department on the same day",
        "Correct the memberships of each with correctMembership.",
    ),
    SingleRelationship(
        RelationshipType.OWNS,
        OVERLAPPING_OWNERS_QUERY,
        "{count:,} projects have more than one owner on the same day",
        "Write their owners into ownerships.csv, each with its period, and import it.",
    ),
    SingleRelationship(
        RelationshipType.PART_OF,
        OVERLAPPING_PARENTS_QUERY,
        "{count:,} departments have more than one parent on the same day",
        "Write their parents into structure.csv, each with its period, and import it.",
    ),
)


async def check_duplicates(graph: Graph) -> list[Check]:
    """Reports relationships of one type between the same two nodes with the same properties. All but one of them are superfluous."""
    counts = {kind: await graph.read(count_duplicates_statement(kind), timeout=TIMEOUT) for kind in RelationshipType}
    checks = [
        Check(
            "duplicates", State.WRONG, f"{count:,} {kind} relationships are duplicates of another.", "Run `graph-service doctor --repair`."
        )
        for kind, count in counts.items()
        if count
    ]
    return checks or [Check("duplicates", State.OK, "No relationship has a duplicate.")]


async def check_periods(graph: Graph) -> list[Check]:
    """Reports people with two home departments on one day, projects with two owners, departments with two parents. Ignores duplicates."""
    found = [(single, await graph.read(single.query, timeout=TIMEOUT)) for single in SINGLE_RELATIONSHIPS]
    checks = [_overlapping(single, overlaps) for single, overlaps in found if overlaps["count"]]
    return checks or [
        Check("periods", State.OK, "No person has two home departments on one day, no project two owners, and no department two parents.")
    ]


async def repair_duplicates(graph: Graph) -> list[Check]:
    """Deletes duplicates, keeping one of each, and records an Activity in each transaction. Leaves overlapping periods unchanged."""
    deleted = {kind: count for kind in RelationshipType if (count := await _delete_duplicates(graph, kind))}
    if not deleted:
        return [Check("repair", State.OK, "There were no duplicates to delete.")]
    summary = ", ".join(f"{kind} {count:,}" for kind, count in deleted.items())
    return [Check("repair", State.NOTE, f"Duplicate relationships were deleted: {summary}. One of each remains.", figures={**deleted})]


async def _delete_duplicates(graph: Graph, kind: RelationshipType) -> int:
    total = 0
    if await graph.read(count_duplicates_statement(kind), timeout=TIMEOUT):
        while deleted := await graph.write(partial(_delete_some, delete_duplicates_statement(kind))):
            total += deleted
    return total


async def _delete_some(statement: LiteralString, tx: WriteTransaction) -> int:
    await lock_activity_log(tx)
    deleted: int = (await tx.run(statement, {"limit": DELETIONS_PER_TRANSACTION}))[0]["deleted"]
    if deleted:
        await record_activity(tx, activity_parameters("REPAIR", None, None, (), None))
    return deleted


def count_duplicates_statement(kind: RelationshipType) -> LiteralString:
    """Counts the superfluous relationships of a type."""
    return _duplicates(kind) + "RETURN coalesce(sum(size(superfluous)), 0) AS duplicates"


def delete_duplicates_statement(kind: RelationshipType) -> LiteralString:
    """Deletes at most $limit of the superfluous relationships of a type."""
    return _duplicates(kind) + "UNWIND superfluous AS link\nWITH link LIMIT $limit\nDELETE link\nRETURN count(*) AS deleted"


def _duplicates(kind: RelationshipType) -> LiteralString:
    """The beginning of a statement, with the superfluous relationships of each start node:

    MATCH (start:Person) WHERE COUNT { (start)-[:MEMBER_OF]->() } > 1
    CALL (start) {
      MATCH (start)-[link:MEMBER_OF]->(end)
      WITH end, properties(link) AS properties, collect(link) AS links WHERE size(links) > 1
      RETURN links[1..] AS superfluous
    }
    """
    name, start = kind.value, kind.start.value
    return (
        "MATCH (start:" + start + ") WHERE COUNT { (start)-[:" + name + "]->() } > 1\n"
        "CALL (start) {\n"
        "  MATCH (start)-[link:" + name + "]->(end)\n"
        "  WITH end, properties(link) AS properties, collect(link) AS links WHERE size(links) > 1\n"
        "  RETURN links[1..] AS superfluous\n"
        "}\n"
    )


def _overlapping(single: SingleRelationship, overlaps: dict[str, Any]) -> Check:
    examples = ", ".join(map(repr, overlaps["examples"])) + (", ..." if overlaps["count"] > EXAMPLES else "")
    message = f"{single.message.format(count=overlaps['count'])}: {examples}."
    return Check("periods", State.WRONG, message, single.remedy, {str(single.type): overlaps["count"]})
