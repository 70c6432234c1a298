"""Everything that a type of the schema can be asked without arguments, now or when a field is added to it."""

from collections.abc import Iterator, Mapping
from typing import Any

SCHEMA = """{ __schema { types { name kind
  fields { name args { defaultValue type { kind } } type { ...t ofType { ...t ofType { ...t ofType { ...t } } } } } } } }
fragment t on __Type { name kind }"""
ARGUMENTS = {"without": '(department: "places")'}
"""Of fields that want one of several arguments, the one they get."""


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
