"""Plans know how frequent the values and the related nodes are that people ask for, which are more frequent than the average."""

from collections.abc import Mapping
from dataclasses import replace

from graphql import parse

from graph_service.api.schema import schema as pmo
from graph_service.compiler.conditions.filters import compile_where
from graph_service.compiler.planning.cost_model import CostModel
from graph_service.compiler.planning.filter_parts import Where
from graph_service.compiler.planning.planner import Planner
from graph_service.compiler.planning.statistics import End, Statistics, read_statistics
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.domain.node_statements import DEGREE_STATEMENTS, SAMPLE_STATEMENT
from graph_service.graph import Graph
from graph_service.mapping.annotations import node_of
from tests.compiler.music import Record
from tests.compiler.music_service import TODAY, operations

SIZES = {"Record": 4**7, "Band": 4**4, "House": 4**3, "Musician": 4**5}
TYPES = {"MADE_BY": 4**7, "OUT_ON": 4**7, "PLAYED_IN": 4**6, "SAMPLES": 4**7}
INDEXED = {("Record", "released"): 4**5, ("Band", "name"): 4**4}


def statement(query: str, statistics: Statistics) -> str:
    prepared = operations.prepare(query, None, parse(query))
    bound = prepared and prepared.plan({}, TODAY, statistics)
    assert bound
    return bound.plan.fields[0].statement.text


def sizes(degrees: Mapping[End, float] | None = None, live: float = 0.2) -> Statistics:
    """degrees: by end, how many relationships a node has that is reached by one of them, or by any other."""
    shares = {("Record", "kind", "LIVE"): live, ("Record", "kind", "STUDIO"): 1 - live}
    sampled = {("Record", "kind"): (4, 4**7)}
    ends = [(type_, incoming) for type_ in TYPES for incoming in (False, True)]
    pairs = {(first, second): number for second, number in (degrees or {}).items() for first in ends}
    return Statistics(SIZES, TYPES, INDEXED, {}, sampled, {("Record", "kind"): 0.8}, shares, degrees=pairs)


def cost_of_tests(statistics: Statistics, where: Where, rows: float = 1) -> float:
    """The cost of testing a condition on so many records."""
    planner = Planner(StatementBuilder(statistics=statistics), compile_where)
    return planner.tests_cost(node_of(Record), planner.split(node_of(Record), where), rows)


def test_rows_with_a_rare_value_are_sorted_instead_of_sought_in_the_order_of_related_nodes() -> None:
    """Each value of an enum is part of the structure of a request, so the plan may depend on how frequent it is."""

    def is_walked(kind: str, live: float) -> bool:
        text = statement(
            f"{{ records(where: {{kind: {{eq: {kind}}}}}, sort: [{{band: {{name: ASC}}}}]) {{ nodes {{ id }} }} }}", sizes(live=live)
        )
        return "MATCH (n2:Band) WHERE n2.name IS NOT NULL" in text

    assert is_walked("LIVE", 0.8)
    assert not is_walked("LIVE", 0.001)
    assert is_walked("STUDIO", 0.001)


def test_related_nodes_that_people_ask_for_have_many_relationships() -> None:
    """With the average of 64 records each is tested; of a thousand, all are compared with those of the house."""
    query = '{ records(where: {band: {id: {eq: "b"}}, house: {id: {eq: "h"}}}) { totalCount } }'
    assert "n0 IN set1" not in statement(query, sizes({("MADE_BY", True): 4, ("OUT_ON", True): 4**6}))
    assert "n0 IN set1" in statement(query, sizes({("MADE_BY", True): 4**5, ("OUT_ON", True): 4**6}))


def test_conditions_on_properties_leave_few_rows_for_the_other_conditions() -> None:
    """Few records of a band came out between two days: following their relationships costs less than a set of all that sample others."""
    related = 'band: {id: {eq: "b"}}, samples: {some: {house: {id: {eq: "h"}}}}'
    degrees = {("MADE_BY", True): 4**7, ("OUT_ON", True): 4**5, ("SAMPLES", True): 1}
    without = statement(f"{{ records(where: {{{related}}}) {{ totalCount }} }}", sizes(degrees))
    days = 'released: {gte: "1990-01-01", lt: "1991-01-01"}'
    within = statement(f"{{ records(where: {{{days}, {related}}}) {{ totalCount }} }}", sizes(degrees))
    assert "EXISTS {" not in without
    assert "EXISTS {" in within


def test_nodes_that_relationships_lead_to_have_many_others() -> None:
    """Each record leads to one of the few houses that brought out most records: for each record, all of these would be tested."""
    where = {"house": {"records": {"some": {"title": {"startsWith": "x"}}}}}
    average, frequent = (cost_of_tests(sizes(degrees), where) for degrees in ({}, {("OUT_ON", True): 4**6}))
    assert frequent > 3 * average


def test_first_related_node_decides_what_most_of_them_meet() -> None:
    """Hardly any record has samples, so the first of a band decides: collecting all records that sample others would read far more."""
    query = "{ bands(where: {records: {all: {samples: {some: {kind: {eq: LIVE}}}}}}) { totalCount } }"
    few = replace(sizes(live=0.8), types=TYPES | {"SAMPLES": 0})
    assert "MATCH (n4:Record)" not in statement(query, few)


def test_part_of_a_frequent_text_selects_at_least_what_the_text_selects() -> None:
    frequent = replace(sizes(), frequent={("Record", "title"): 0.8})
    where = {"title": {"startsWith": "x"}}
    assert CostModel(frequent).selectivity(node_of(Record), where) == 0.8
    assert CostModel(sizes()).selectivity(node_of(Record), where) < 0.1


def test_membership_is_tested_before_properties_are_read() -> None:
    """Neo4j would read the properties of each row first, in whichever order the conditions are written."""
    query = '{ records(where: {kind: {eq: LIVE}, band: {id: {eq: "b"}}, house: {id: {eq: "h"}}}) { totalCount } }'
    text = statement(query, sizes({("MADE_BY", True): 4**5, ("OUT_ON", True): 4**5}, live=0.8))
    assert "UNWIND [n0 IN set0 WHERE n0 IN set1] AS n0 WITH n0 WHERE n0.deletedOn IS NULL AND n0.kind = $p" in text


def test_node_that_is_reached_several_times_is_left_once() -> None:
    query = '{ bands(where: {records: {some: {house: {records: {some: {id: {eq: "r"}}}}}}}) { totalCount } }'
    assert statement(query, sizes()).count("WITH DISTINCT") == 2


def test_index_order_is_never_dearer_than_a_scan_with_a_sort() -> None:
    """However few rows a condition selects: the tests are the same, and an index of all nodes saves the sort."""
    query = '{ bands(where: {records: {none: {title: {startsWith: "x"}}}}, sort: [{id: DESC}]) { nodes { id } } }'
    assert "MATCH (n0:Band) USING INDEX n0:Band(id)" in statement(query, sizes())


def test_reuses_of_lessons_are_counted_by_the_degrees_of_the_lessons() -> None:
    query = "{ people(sort: [{reusesOfLessonsAggregate: {count: DESC}}], first: 20) { nodes { id } } }"
    prepared = pmo.operations.prepare(query, None, parse(query))
    graph = Statistics({"Person": 4**5, "Reuse": 4**7}, {"REUSE_OF": 4**7}, {}, {("Reuse", "withdrawnOn"): 0, ("Reuse", "audience"): 0})
    bound = prepared and prepared.plan({}, TODAY, graph)
    assert bound
    assert "MATCH (n0)<-[:LEARNED_BY]-(n3) WITH COUNT { MATCH (n3)<-[:REUSE_OF]-() } AS degree RETURN sum(degree)" in (
        bound.plan.fields[0].statement.text
    )


async def test_sample_says_how_frequent_values_and_relationships_are(graph: Graph) -> None:
    await graph.command("""
        UNWIND range(1, 100) AS i
        CREATE (l:Lesson {id: 'l' + i, status: CASE WHEN i <= 6 THEN 'DRAFT' ELSE 'PUBLISHED' END})
        MERGE (t:Topic {id: CASE WHEN i <= 64 THEN 'most' ELSE 't' + i END})
        CREATE (l)-[:ABOUT]->(t)""")
    try:
        statistics = await read_statistics(graph, SAMPLE_STATEMENT, degree_queries=DEGREE_STATEMENTS)
    finally:
        await graph.command("MATCH (n:Lesson|Topic) DETACH DELETE n")
    assert statistics.shares["Lesson", "status", "DRAFT"] == 1 / 17
    assert statistics.shares["Lesson", "status", "PUBLISHED"] == 16 / 17
    assert statistics.frequent["Lesson", "status"] > 0.7
    about, reached = ("ABOUT", False), ("ABOUT", True)
    assert statistics.degrees[reached, reached] == 64  # the average is below 3
    assert statistics.degrees[about, about] == 1
    assert statistics.linked[about] > 0.9
