"""Results that several fields or requests need are computed once."""

import asyncio

import pytest

from graph_service.access import LOCAL_CALLER
from graph_service.analysis.measures.declaration import Measure
from graph_service.api.context import Context, RequestMemo, Resources
from graph_service.api.schema import schema
from graph_service.graph import Graph


async def test_a_value_that_several_fields_need_at_the_same_time_is_computed_once() -> None:
    memo, calls = RequestMemo(), list[int]()

    async def compute(value: int) -> int:
        await asyncio.sleep(0)
        calls.append(value)
        return value

    values = await asyncio.gather(*(memo.recall(value, lambda value=value: compute(value)) for value in (1, 1, 2)))
    assert (values, sorted(calls)) == ([1, 1, 2], [1, 2])


async def run(context: Context, document: str) -> None:
    result = await schema.execute(document, context_value=context)
    assert result.errors is None


def results(context: Context) -> list[tuple[str, object]]:
    """The name and the result of each measure that the request computed."""
    keys = [key for key in context.memo if isinstance(key, tuple) and isinstance(key[0], Measure)]
    return sorted(((key[0].name, context.memo[key].result()) for key in keys), key=lambda result: result[0])


def computed(context: Context) -> list[str]:
    return [name for name, _ in results(context)]


@pytest.fixture
def resources(seeded: Graph) -> Resources:
    return Resources.create(seeded, max_cost=10**7, min_group=5, answer_timeout=60)


async def test_fields_with_the_same_measure_and_arguments_share_one_result(resources: Resources) -> None:
    context = Context(resources, LOCAL_CALLER)
    await run(
        context, "{ network { eIndex silos { q } again: silos { z } onTopic: silos(onTopic: true) { q } nodeGraph { nodes { id } } } }"
    )
    assert computed(context) == ["e_index", "flow", "node_graph", "silos", "silos"]


async def test_a_measure_that_another_one_needs_is_charged_only_where_it_is_requested(resources: Resources) -> None:
    costs = dict[str, int]()
    for fields in ("eIndex", "silos { q }", "eIndex silos { q }", "nodeGraph { nodes { id } }"):
        context = Context(resources, LOCAL_CALLER)
        await run(context, f"{{ network {{ {fields} }} }}")
        costs[fields] = context.computed_cost
    assert costs["eIndex"] == costs["silos { q }"]  # the E-I index of the network is a part of the silos
    assert costs["eIndex silos { q }"] == costs["eIndex"] + costs["silos { q }"]
    assert costs["nodeGraph { nodes { id } }"] < costs["eIndex silos { q }"]


async def test_networks_of_one_request_share_results_for_the_same_view(resources: Resources) -> None:
    context = Context(resources, LOCAL_CALLER)
    await run(context, "{ a: network { flow { events } } b: network { flow { people } } c: network(level: 0) { flow { people } } }")
    assert computed(context) == ["flow", "flow"]


async def test_a_shared_result_is_kept_for_the_next_request(resources: Resources) -> None:
    contexts = [Context(resources, LOCAL_CALLER), Context(resources, LOCAL_CALLER)]
    for context in contexts:
        await run(context, "{ network { silos { q } flow { events } } }")
    (flow, silos), (other_flow, other_silos) = ([result for _, result in results(context)] for context in contexts)
    assert silos is other_silos
    assert flow is not other_flow  # large and quickly computed: kept only for the request
