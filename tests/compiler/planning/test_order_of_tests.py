"""Conditions are planned together: each on the rows that those before it leave, at any distance, and each related node once."""

from dataclasses import replace
from typing import Any

from graphql import parse

from graph_service.compiler.planning.statistics import End, Statistics
from graph_service.graph import Graph
from tests.compiler.music_service import TODAY, execute_query, operations

SIZES = {"Record": 4**7, "Band": 4**4, "House": 4**3, "Musician": 4**5}
TYPES = {"MADE_BY": 4**7, "OUT_ON": 4**7, "PLAYED_IN": 4**6, "SAMPLES": 4**7, "OWNED_BY": 4**3}
INDEXED = {("Record", "title"): 4**7, ("Record", "released"): 4**5, ("Band", "name"): 4**4, ("Band", "founded"): 4}


def statement(query: str, **other: Any) -> str:
    """The statement for a graph of these sizes, and with these other statistics."""
    prepared = operations.prepare(query, None, parse(query))
    bound = prepared and prepared.plan({}, TODAY, Statistics(SIZES, TYPES, INDEXED, **other))
    assert bound
    return bound.plan.fields[0].statement.text


def records(where: str, selected: str = "totalCount", sort: str = "") -> str:
    return f"{{ records(where: {{{where}}}{f', sort: [{{{sort}}}]' if sort else ''}) {{ {selected} }} }}"


def test_two_conditions_on_the_one_related_node_are_one() -> None:
    """Wherever they stand: the few bands that meet both are found first, instead of the records of all that meet one of them."""
    text = statement(records('AND: [{band: {name: {startsWith: "x"}}}, {gold: {eq: true}, band: {id: {in: ["a", "b"]}}}]'))
    assert "n2.id IN $p" in text
    assert "STARTS WITH" in text.partition("MADE_BY")[0]
    assert text.count("MADE_BY") == 1


def test_two_conditions_on_several_related_nodes_remain_two() -> None:
    """One sample may meet the first, and another the second."""
    text = statement(records('samples: {some: {id: {eq: "a"}}, none: {gold: {eq: true}}}, AND: [{samples: {some: {id: {eq: "b"}}}}]'))
    assert text.count(":SAMPLES]") == 3


async def test_two_conditions_on_the_one_related_node_have_the_same_answer(graph: Graph) -> None:
    await graph.command("""
        CREATE (both:Band {id: 'both', name: 'The Both'}), (one:Band {id: 'one', name: 'One'}),
          (:Record {id: 'a', title: 'A', gold: true})-[:MADE_BY]->(both), (:Record {id: 'b', title: 'B', gold: true})-[:MADE_BY]->(one),
          (:Record {id: 'c', title: 'C', gold: true})""")
    both = 'AND: [{band: {name: {startsWith: "the"}}}, {band: {id: {in: ["both", "one"]}}}]'
    for where, expected in ((both, ["a"]), (f"NOT: {{{both}}}", ["b", "c"])):
        result = await execute_query(graph, f"{{ records(where: {{{where}}}) {{ nodes {{ id }} }} }}")
        assert [each["id"] for each in result.data["records"]["nodes"]] == expected


def test_set_is_collected_only_for_the_rows_that_other_conditions_leave() -> None:
    """Collecting all live records costs less than testing three steps for all records of a few houses, but not for the few live ones among these."""
    samples = "samples: {some: {samples: {some: {samples: {some: {kind: {eq: LIVE}}}}}}}"
    shares = {("Record", "kind", "LIVE"): 1 / 4097}
    degrees: dict[tuple[End, End], float] = {(("SAMPLES", True), ("SAMPLES", False)): 16.0}
    house = 'house: {id: {in: ["g", "h", "i", "j"]}}'
    assert ":Record) WHERE" in statement(records(f"{house}, {samples}"), shares=shares, degrees=degrees)
    assert ":Record) WHERE" not in statement(records(f"{house}, kind: {{eq: LIVE}}, {samples}"), shares=shares, degrees=degrees)


def test_set_at_the_second_step_is_followed_back_to_the_first() -> None:
    """Where a set of the samples is collected anyhow, the records that have them cost little more than the set."""
    query = '{ bands(where: {records: {some: {samples: {some: {title: {startsWith: "x"}}}}}}, sort: [{name: ASC}]) { nodes { id } } }'
    text = statement(query, same_prefix={("Record", "title"): 1 / 1025})
    assert "IN set" not in text or "n0 IN set" in text


def test_alternatives_of_an_or_are_tested_on_what_those_before_them_reject() -> None:
    """Nearly every record is none of two: a set for the other alternative costs more than testing the few that are."""
    text = statement(
        records('OR: [{samples: {some: {samples: {some: {kind: {eq: LIVE}}}}}}, {NOT: {id: {in: ["a", "b"]}}}]'),
        shares={("Record", "kind", "LIVE"): 1 / 4097},
    )
    assert "set0" not in text
    assert text.index("n0.id IN") < text.index("SAMPLES")


def test_exactly_one_related_node_starts_from_the_nodes_that_meet_the_condition() -> None:
    text = statement(records('samples: {single: {id: {eq: "r"}}}'))
    assert "MATCH (n2:Record) WHERE n2.id = $p0 MATCH (n1)-[:SAMPLES]->(n2)" in text
    assert "COUNT { MATCH" in text  # and each record that samples it is tested


def test_numbers_of_relationships_at_one_node_depend_on_each_other() -> None:
    """The houses that own others brought out hardly any record themselves: these few are tested, instead of a set of all such records."""
    query = "{ houses(where: {owner: {records: {single: {samples: {some: {kind: {eq: LIVE}}}}}}}) { totalCount } }"
    owning: End = ("OWNED_BY", True)
    many, few = ({"degrees": {(owning, ("OUT_ON", True)): number}} for number in (4**6, 4.0**-2))
    shares = {("Record", "kind", "LIVE"): 0.2}
    assert "IN set" in statement(query, shares=shares, **many)
    assert "IN set" not in statement(query, shares=shares, **few)


def test_comparison_selects_none_of_the_nodes_without_the_property() -> None:
    """Hardly any record has a day: to find twenty that came out after one, those with any are sorted."""
    query = records('released: {gte: "1990-01-01"}', "nodes { id }", "title: ASC")
    assert "n0.title IS NOT NULL" in statement(query)
    assert "n0.title IS NOT NULL" not in statement(query, shares={("Record", "released", None): 0.999})


def test_texts_that_begin_alike_say_what_a_beginning_selects() -> None:
    query = '{ bands(where: {records: {some: {title: {startsWith: "x"}}}}) { totalCount } }'
    assert "MATCH (n2:Record)" in statement(query, same_prefix={("Record", "title"): 1 / 4097})
    assert "MATCH (n2:Record)" not in statement(query, same_prefix={("Record", "title"): 0.8})


def test_length_of_a_list_in_the_document_is_known() -> None:
    """A record of three is tested, but hundreds are compared with all records of the band."""
    some = ", ".join(f'"r{number}"' for number in range(1000))
    few, many = (records(f'id: {{in: [{ids}]}}, band: {{id: {{eq: "b"}}}}') for ids in ('"r1", "r2", "r3"', some))
    assert "UNWIND" not in statement(few)
    assert "UNWIND set0" in statement(many)


def test_rows_and_their_number_are_filtered_once() -> None:
    text = statement(records("kind: {eq: LIVE}, rating: {gte: 5}", "totalCount nodes { id }", "rating: DESC"))
    assert text.count("n0.rating >= ") == 1


def test_order_of_an_index_of_few_values_reads_all_rows_with_the_first_value() -> None:
    """Rows with the same key are ordered by their ids, so all of them are read."""
    query = "{ bands(where: {records: {some: {gold: {eq: true}}}}, sort: [{founded: ASC}], first: 1) { nodes { id } } }"
    prepared = operations.prepare(query, None, parse(query))
    assert prepared
    decision = prepared.explain({}, TODAY, Statistics(SIZES, TYPES, INDEXED)).plan.fields[0].statement.decisions[0]
    (in_order,) = [each for each in (decision.chosen, *decision.alternatives) if "until the page is full" in each.way]
    assert in_order.estimated_rows > 64


def test_rare_relationships_are_read_by_their_type() -> None:
    """Nearly no record samples another: those that do are found by their relationships, whatever has to hold for the others."""
    rare = replace(Statistics(SIZES, TYPES, INDEXED), types=TYPES | {"SAMPLES": 4})
    for condition in ('title: {contains: "x"}', "NOT: {gold: {eq: true}}", ""):
        query = records(f"samples: {{some: {{{condition}}}}}")
        prepared = operations.prepare(query, None, parse(query))
        bound = prepared and prepared.plan({}, TODAY, rare)
        assert bound
        assert "MATCH ()-[:SAMPLES]->(n2) WITH DISTINCT n2" in bound.plan.fields[0].statement.text


def test_number_of_nodes_that_are_not_excluded_reads_none_of_them() -> None:
    assert statement(records('samples: {none: {id: {eq: "r"}}}')).count("MATCH (n0:Record)") == 1  # those that are deleted
    houses = '{ houses(where: {NOT: {owner: {id: {eq: "h"}}}}) { totalCount } }'
    assert "COUNT { MATCH (:House) } - size(set0)" in statement(houses)
