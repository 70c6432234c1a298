"""Nothing that `network` answers, now or when a field is added to it, shows a department of four people by itself.

Parks and Cemeteries of the demonstration organisation has four.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from asking import Ask, rows

from graph_service.graph import Graph

SMALL = {"parks", "Parks and Cemeteries"}
SCHEMA = """{ __schema { types { name kind
  fields { name args { defaultValue type { kind } } type { ...t ofType { ...t ofType { ...t ofType { ...t } } } } } } } }
fragment t on __Type { name kind }"""
ARGUMENTS = {"without": '(department: "places")'}
"""Of fields that want one of several arguments, the one they get."""
VIEWS = [
    "",
    "(level: 0)",
    "(level: 1)",
    "(level: 2)",
    '(level: 1, chart: "2024-12-31")',
    '(window: {from: "2024-01-01", to: "2025-01-01"})',
]


def named(type_: Mapping[str, Any]) -> str:
    """The name of a type without the lists and the marks of what must be there around it."""
    return named(type_["ofType"]) if type_.get("ofType") else type_["name"]


def selection(types: Mapping[str, Any], name: str, path: tuple[str, ...] = ()) -> str:
    """Every field of a type that can be asked without arguments, and everything below it; of nouns the id."""
    if types[name]["kind"] != "OBJECT":
        return ""
    if f"{name}Connection" in types:
        return "{ id }"
    chosen = [
        f"{field['name']}{ARGUMENTS.get(field['name'], '')} {selection(types, named(field['type']), (*path, name))}"
        for field in types[name]["fields"]
        if named(field["type"]) not in (*path, name)
        and not any(arg["type"]["kind"] == "NON_NULL" and arg["defaultValue"] is None for arg in field["args"])
    ]
    return f"{{ {' '.join(chosen)} }}"


def words(answer: Any) -> Iterator[str]:
    """All texts in an answer; an edge is told by two ids."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, list):
        for one in answer:
            yield from words(one)
    elif isinstance(answer, str):
        yield from answer.split(" → ")


@pytest.mark.parametrize("view", VIEWS)
async def test_a_department_of_four_is_nowhere_in_any_answer(seeded: Graph, ask: Ask, view: str) -> None:
    assert len({row["person"] for row in rows("memberships") if row["department"] == "parks"}) == 4
    types = {one["name"]: one for one in (await ask(SCHEMA))["__schema"]["types"]}
    everything = selection(types, "Network")
    assert all(field in everything for field in ("flow", "silos", "mostReused", "shelf", "benefits", "storyBalance", "nodeGraph"))
    timeline = f"years: timeline(every: YEAR) {{ network {everything} }}"
    found = set(words(await ask(f"{{ network{view} {{ {everything[1:-1]} {timeline} }} }}")))
    assert found.isdisjoint(SMALL)
    assert found & {"(small departments of places)", "places", "aldermere"}
