"""Random queries return the results of the reference: same values, same order, and one statement per root field."""

import json
import random
from typing import Any

import pytest

from graph_service.compiler.execution import plans
from graph_service.graph import Graph
from graph_service.mapping.read_rules import UNRESTRICTED, Clearance, Viewer
from tests.compiler.music_data import Music
from tests.compiler.music_queries import CURSORS, GeneratedQuery, QueryGenerator
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, RecordingGraph, execute_query, random_statistics, schema
from tests.thorough import one_in

SEEDS = range(180)


@pytest.mark.parametrize("seed", one_in(90, SEEDS, thorough=18))
async def test_random_query_returns_the_result_of_the_reference(
    seed: int, large_graph: Graph, generated_music: Music, reference: ReferenceExecutor
) -> None:
    rng = random.Random(seed)
    query = QueryGenerator(reference.schema, generated_music, rng).generate()
    answer, expected = await compare(large_graph, reference, query)
    cursors = list(zip(values_at(answer, query.cursor_path), values_at(expected, query.cursor_path), strict=True))
    if query.after and cursors:
        ours, theirs = rng.choice(cursors)
        await compare(large_graph, reference, query, {query.after: ours}, {query.after: theirs})


@pytest.mark.parametrize("seed", one_in(90, SEEDS, thorough=18))
async def test_a_viewer_reads_a_graph_without_the_nodes_that_others_may_read(
    seed: int, large_graph: Graph, generated_music: Music, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 24 >= 12:  # what the viewer may read is collected once, as in statements that come to it in many places
        monkeypatch.setattr(plans, "MAX_OWN_CONDITIONS", -1)
    rng = random.Random(seed)
    viewer = rng.choice([Viewer(Clearance.GUEST), Viewer(Clearance.MEMBER, rng.choice(list(generated_music.nodes["Musician"])))])
    reference = ReferenceExecutor(schema.as_str(), readable_music(generated_music, viewer), TODAY)
    query = QueryGenerator(reference.schema, generated_music, rng).generate()
    answer, expected = await compare(large_graph, reference, query, viewer=viewer)
    cursors = list(zip(values_at(answer, query.cursor_path), values_at(expected, query.cursor_path), strict=True))
    if query.after and cursors:
        ours, theirs = rng.choice(cursors)
        await compare(large_graph, reference, query, {query.after: ours}, {query.after: theirs}, viewer)


def readable_music(music: Music, viewer: Viewer) -> Music:
    """The music without the records that the viewer may not read (see music.IS_OWN_RECORD)."""
    bands = {band for musician, band, _ in music.links["PLAYED_IN"] if musician == viewer.person}
    own = {record for record, band, _ in music.links["MADE_BY"] if band in bands}
    records = {id_: row for id_, row in music.nodes["Record"].items() if row["pressedAt"] is None or id_ in own}
    nodes = music.nodes | {"Record": records}
    known = {id_ for rows in nodes.values() for id_ in rows}
    return Music(nodes, {kind: [link for link in links if known.issuperset(link[:2])] for kind, links in music.links.items()})


async def compare(
    graph: Graph,
    reference: ReferenceExecutor,
    query: GeneratedQuery,
    ours: dict[str, Any] | None = None,
    theirs: dict[str, Any] | None = None,
    viewer: Viewer = UNRESTRICTED,
) -> tuple[Any, Any]:
    """Runs the query on both sides. Cursors are opaque, so each side continues from its own."""
    counting = RecordingGraph(graph)
    result = await execute_query(counting, query.text, query.variables | (ours or {}), random_statistics(random.Random(query.text)), viewer)
    assert result.errors is None, (query, result.errors)
    expected = reference.answer(query.text, query.variables | (theirs or {}))
    assert written(result.data) == written(expected), query
    assert len(counting.statements) == len(expected)
    return result.data, expected


def written(answer: Any) -> str:
    """The response as text, with each cursor replaced by whether there is one."""

    def without_cursors(value: Any) -> Any:
        if isinstance(value, list):
            return [without_cursors(item) for item in value]
        if isinstance(value, dict):
            return {key: item is not None if key.rstrip("0123456789") in CURSORS else without_cursors(item) for key, item in value.items()}
        # The last digits of an average depend on the order of addition.
        return float(f"{value:.12g}") if isinstance(value, float) else value

    return json.dumps(without_cursors(answer), ensure_ascii=False, indent=1)


def values_at(answer: Any, place: tuple[str, ...]) -> list[str]:
    """All texts at this path, in any items of the lists on the way."""
    if isinstance(answer, list):
        return [text for item in answer for text in values_at(item, place)]
    if not place:
        return [answer] if isinstance(answer, str) else []
    return values_at(answer[place[0]], place[1:]) if isinstance(answer, dict) and place[0] in answer else []
