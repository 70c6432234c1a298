"""Limits on the size of a GraphQL request, counted in one linear pass before validation and coercion.

Fragments are counted once and their counts added at each spread, so that sixty fragments that each spread the next one twice cost sixty
steps to count, not 2^60.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from graph_service.errors import TooCostly

MAX_ALIASES: Final = 200
MAX_FIELDS: Final = 5_000  # of an operation, with the fields of its fragments at each spread
MAX_DEPTH: Final = 100  # nested selection sets and fragments; the compiler has a lower limit for nested nodes
MAX_OBJECTS: Final = 1_000  # input objects and lists: in the document, and again in the variables
MAX_VALUES: Final = 20_000  # values in the variables: ids in a list, fields of an input
MAX_INTROSPECTIONS: Final = 1  # `__schema` fields; the whole schema is about 500 kB


@dataclass(frozen=True, slots=True)
class Counts:
    """What a selection set contains once its fragments are expanded."""

    fields: int = 0
    aliases: int = 0
    introspections: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.fields + other.fields, self.aliases + other.aliases, self.introspections + other.introspections)


def check_document(document: DocumentNode) -> None:
    """TooCostly when an operation of the document exceeds a limit; the error names the limit and the number counted."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    counter = _Counter(fragments)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            _check_counts(counter.count(definition.selection_set))
    _refuse_beyond(sum(1 for _ in _input_objects(document)), MAX_OBJECTS, "input objects and lists")


def check_variables(variables: Mapping[str, Any] | None) -> None:
    """TooCostly when the variables hold too many values, or too many objects and lists."""
    objects, values = 0, 0
    pending: list[Any] = [variables or {}]
    while pending:
        value = pending.pop()
        values += 1
        if isinstance(value, dict | list):
            objects += 1
            children = cast("dict[str, Any]", value).values() if isinstance(value, dict) else cast("list[Any]", value)
            pending.extend(children)
            _refuse_beyond(values + len(pending), MAX_VALUES, "values in the variables")
    _refuse_beyond(objects, MAX_OBJECTS, "input objects and lists in the variables")


def is_within_limits(variables: Mapping[str, Any] | None) -> bool:
    """Whether `check_variables` accepts them."""
    try:
        check_variables(variables)
    except TooCostly:
        return False
    return True


def _check_counts(counts: Counts) -> None:
    _refuse_beyond(counts.aliases, MAX_ALIASES, "aliases")
    _refuse_beyond(counts.fields, MAX_FIELDS, "fields")
    _refuse_beyond(counts.introspections, MAX_INTROSPECTIONS, "introspections of the schema")


def _refuse_beyond(number: int, limit: int, what: str) -> None:
    if number > limit:
        shown = f"{number:,}" if number < 10**9 else "more than a billion"
        raise TooCostly(f"The request has {shown} {what}; at most {limit:,} are allowed. Split it into several requests.")


class _Counter:
    """Counts selection sets; each fragment is counted once."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._counted: dict[str, Counts] = {}
        self._depth = 0

    def count(self, selection_set: SelectionSetNode | None) -> Counts:
        self._depth += 1
        _refuse_beyond(self._depth, MAX_DEPTH, "levels of nested fields and fragments")
        total = Counts()
        for selection in selection_set.selections if selection_set else ():
            match selection:
                case FieldNode():
                    total += self._count_field(selection)
                case InlineFragmentNode():
                    total += self.count(selection.selection_set)
                case FragmentSpreadNode():
                    total += self._count_fragment(selection.name.value)
                case _:
                    pass
        self._depth -= 1
        return total

    def _count_field(self, field: FieldNode) -> Counts:
        below = self.count(field.selection_set)
        return Counts(
            below.fields + 1,
            below.aliases + (field.alias is not None),
            below.introspections + (field.name.value == "__schema"),
        )

    def _count_fragment(self, name: str) -> Counts:
        """Zero for a fragment that is not defined or spreads itself: validation reports both."""
        if name not in self._counted:
            self._counted[name] = Counts()
            fragment = self._fragments.get(name)
            self._counted[name] = self.count(fragment.selection_set if fragment else None)
        return self._counted[name]


def _input_objects(document: DocumentNode) -> Iterator[Node]:
    """The input objects and lists written in the document, without recursion."""
    pending: list[Any] = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, ObjectValueNode | ListValueNode):
            yield node
        for key in node.keys:
            child = getattr(node, key, None)
            if isinstance(child, Node):
                pending.append(child)
            elif isinstance(child, Sequence) and not isinstance(child, str):
                pending.extend(each for each in cast("Sequence[Any]", child) if isinstance(each, Node))
