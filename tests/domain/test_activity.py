"""The activity log has no gaps and no late entries, and an idempotency key runs its command only once."""

import asyncio
from typing import Any

import pytest

from graph_service.domain.activity import activity_parameters, lock_activity_log, record_activity
from graph_service.domain.log_reading import LogFilter, read_log
from graph_service.errors import Conflict
from graph_service.graph import Graph, WriteTransaction

COUNT_NOTES = "MATCH (n:Note) RETURN count(n)"


async def write_note(graph: Graph, name: str, key: str | None = None) -> dict[str, Any]:
    """A write like any other: creates a node, then logs it."""

    async def work(tx: WriteTransaction) -> dict[str, Any]:
        if done := await lock_activity_log(tx, key):
            return done.result
        await tx.run("CREATE (:Note {name: $name})", {"name": name})
        await record_activity(tx, activity_parameters("note", "Note", name, ["name"], "ann", key, {"name": name}))
        return {"name": name}

    return await graph.write(work)


async def follow(graph: Graph, until: int) -> list[int]:
    """The sequence numbers that a reader sees who repeatedly asks for the entries after the last one."""
    seen: list[int] = [0]
    while seen[-1] < until:
        seen.extend(activity.seq for activity in await read_log(graph, LogFilter(seen[-1]), 7))
        await asyncio.sleep(0.001)
    return seen[1:]


@pytest.mark.thorough
async def test_concurrent_writes_are_numbered_without_gaps_and_read_in_order(graph: Graph) -> None:
    async def writer(number: int) -> None:
        for write in range(10):
            await write_note(graph, f"{number}/{write}")

    seen, *_ = await asyncio.gather(follow(graph, 200), *map(writer, range(20)))
    assert seen == list(range(1, 201))
    recorded = await read_log(graph, size=1000)
    assert [activity.at for activity in recorded] == sorted(activity.at for activity in recorded)
    assert len({activity.subject_id for activity in recorded}) == 200


async def test_failed_write_leaves_no_change_and_uses_no_sequence_number(graph: Graph) -> None:
    async def fail(tx: WriteTransaction) -> None:
        await lock_activity_log(tx)
        await tx.run("CREATE (:Note {name: 'half'})")
        await record_activity(tx, activity_parameters("note", "Note", "half", [], None))
        raise Conflict("Too late.")

    await write_note(graph, "before")
    with pytest.raises(Conflict):
        await graph.write(fail)
    await write_note(graph, "after")
    assert [(activity.seq, activity.subject_id) for activity in await read_log(graph)] == [(1, "before"), (2, "after")]
    assert await graph.read(COUNT_NOTES) == 2


async def test_activity_records_actor_action_and_subject(graph: Graph) -> None:
    await write_note(graph, "n1")
    (activity,) = await read_log(graph)
    assert (activity.actor, activity.action, activity.subject_label, activity.subject_id) == ("ann", "note", "Note", "n1")
    assert activity.changed == ["name"]
    assert activity.at.endswith("Z")


async def test_same_key_returns_the_stored_result(graph: Graph) -> None:
    assert await write_note(graph, "first", key="k1") == {"name": "first"}
    assert await write_note(graph, "second", key="k1") == {"name": "first"}
    assert await graph.read(COUNT_NOTES) == 1
    assert len(await read_log(graph)) == 1


async def test_concurrent_calls_with_same_key_run_once(graph: Graph) -> None:
    results = await asyncio.gather(*(write_note(graph, str(number), key="k1") for number in range(8)))
    assert len({result["name"] for result in results}) == 1
    assert await graph.read(COUNT_NOTES) == 1
