"""What a caller may not read changes nothing else in any response: all questions of the access matrix are answered with it and without it."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import Caller
from graph_service.graph import Graph
from tests.api.test_access_matrix import MAY_READ, not_answered, patient_resources, questions, resources

__all__ = ["resources"]
REMOVE: Final = "MATCH (node:Lesson|Reuse) WHERE node.id IN $ids DETACH DELETE node"
HIDDEN: Final = {
    "guest": ["draft-id", "secret-id", "used-id"],
    "colleague": ["draft-id", "secret-id", "used-id"],
    "member of the department below": ["draft-id"],
    "curator": ["secret-id", "used-id"],
}
COUNTED: Final = {"network", "readiness", "score", "activity"}  # docs/security.md, "What restricted lessons leave behind"


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The paths at which two responses differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() | other.keys():
            if name not in COUNTED:
                yield from differences(one.get(name), other.get(name), f"{path}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{path}[{number}]")
    elif one != other:
        yield f"{path}: {str(one)[:150]} instead of {str(other)[:150]}"


async def answers(graph: Graph, caller: Caller) -> dict[str, Any]:
    """By root field: the response to its question, errors included."""
    shared = patient_resources(graph)
    found: dict[str, Any] = {}
    for name, document in questions(1):
        if name not in COUNTED:
            result = await schema.execute(document, {}, Context(shared, caller))
            assert not_answered(result) == [], name
            found[name] = {"data": result.data, "errors": sorted(error.message for error in result.errors or ())}
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", HIDDEN)
async def test_responses_do_not_depend_on_what_the_caller_may_not_read(resources: Resources, graph: Graph, kind: str) -> None:
    caller, _ = MAY_READ[kind]
    before = await answers(graph, caller)
    await graph.command(REMOVE, {"ids": HIDDEN[kind]})
    assert list(differences(before, await answers(graph, caller))) == []
