"""Limits on the size of a GraphQL request, counted in one linear pass before validation and coercion.

Each fragment is counted once, and its counts are added at each spread. So sixty fragments that each spread the next one twice take sixty
steps to count, not 2^60.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
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

from graph_service.errors import Forbidden, TooCostly

MAX_ALIASES: Final = 200
MAX_FIELDS: Final = 5_000  # of an operation, with the fields of its fragments at each spread
MAX_DEPTH: Final = 100  # nested selection sets and fragments; the compiler has a lower limit for nested nodes
MAX_OBJECTS: Final = 1_000  # input objects and lists in the document; as many again in the variables
MAX_VALUES: Final = 20_000  # values in the variables: ids in a list, fields of an input
INTROSPECTION: Final = frozenset({"__schema", "__type"})
# Introspection fields that return lists. The standard introspection query nests three; each further level multiplies the response by ten.
INTROSPECTION_LISTS: Final = frozenset(
    {"types", "fields", "args", "inputFields", "enumValues", "interfaces", "possibleTypes", "directives"}
)
MAX_INTROSPECTION_LISTS: Final = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """What a selection set contains once its fragments are expanded."""

    fields: int = 0
    aliases: int = 0
    introspections: int = 0
    introspection_aliases: int = 0
    introspection_lists: int = 0  # how deep they are nested

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.introspections + other.introspections,
            self.introspection_aliases + other.introspection_aliases,
            max(self.introspection_lists, other.introspection_lists),
        )


def check_document(document: DocumentNode) -> None:
    """Raises TooCostly when an operation of the document exceeds a limit; the error names the limit and the number counted."""
    fragments = fragments_of(document)
    counter = _Counter(fragments)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            _check_counts(counter.count(definition.selection_set))
            _check_introspection(root_fields(definition, fragments))
    _check_limit(sum(1 for _ in _input_objects(document)), MAX_OBJECTS, "input objects and lists")


def refuse_introspection(document: DocumentNode) -> None:
    """Raises Forbidden when an operation of the document queries the schema itself."""
    fragments = fragments_of(document)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode) and root_fields(definition, fragments) & INTROSPECTION:
            raise Forbidden("This service does not answer queries about its schema. Its documentation lists the types and fields.")


def check_variables(variables: Mapping[str, Any] | None) -> None:
    """Raises TooCostly when the variables hold too many values, or too many objects and lists."""
    objects, values = 0, 0
    pending: list[Any] = [variables or {}]
    while pending:
        value = pending.pop()
        values += 1
        if isinstance(value, dict | list):
            objects += 1
            children = cast("dict[str, Any]", value).values() if isinstance(value, dict) else cast("list[Any]", value)
            pending.extend(children)
            _check_limit(values + len(pending), MAX_VALUES, "values in the variables")
    _check_limit(objects, MAX_OBJECTS, "input objects and lists in the variables")


def is_within_limits(variables: Mapping[str, Any] | None) -> bool:
    """Whether `check_variables` accepts them."""
    try:
        check_variables(variables)
    except TooCostly:
        return False
    return True


def _check_counts(counts: Counts) -> None:
    _check_limit(counts.aliases, MAX_ALIASES, "aliases")
    _check_limit(counts.fields, MAX_FIELDS, "fields")
    _check_limit(counts.introspections, 1, "introspections of the schema")
    _check_limit(counts.introspection_aliases, 0, "aliases in an introspection of the schema")
    _check_limit(counts.introspection_lists, MAX_INTROSPECTION_LISTS, "nested lists in an introspection of the schema")


def _check_introspection(roots: Set[str]) -> None:
    """Raises TooCostly for an introspection together with other fields: only a whole operation can be answered from the cache."""
    if roots & INTROSPECTION and roots - INTROSPECTION - {"__typename"}:
        raise TooCostly("The request combines an introspection of the schema with other fields. Send it as a request of its own.")


def fragments_of(document: DocumentNode) -> Mapping[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def root_fields(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Set[str]:
    """The names of the root fields of an operation, including those in fragments."""
    names: set[str] = set()
    spread: set[str] = set()
    pending = [operation.selection_set]
    while pending:
        for selection in pending.pop().selections:
            match selection:
                case FieldNode():
                    names.add(selection.name.value)
                case InlineFragmentNode():
                    pending.append(selection.selection_set)
                case FragmentSpreadNode(name=name) if name.value in fragments and name.value not in spread:
                    spread.add(name.value)
                    pending.append(fragments[name.value].selection_set)
                case _:
                    pass
    return names


def _check_limit(number: int, limit: int, what: str) -> None:
    if number > limit:
        shown = f"{number:,}" if number < 10**9 else "more than a billion"
        raise TooCostly(f"The request has {shown} {what}; at most {limit:,} are allowed. Split it into several requests.")


class _Counter:
    """Counts selection sets; each fragment is counted once."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._counted: dict[str, Counts] = {}
        self._depth = 0

    def count(self, selection_set: SelectionSetNode | None, *, introspecting: bool = False) -> Counts:
        """introspecting: whether the selection set belongs to a type of the introspection system, such as `__Type`."""
        self._depth += 1
        _check_limit(self._depth, MAX_DEPTH, "levels of nested fields and fragments")
        total = Counts()
        for selection in selection_set.selections if selection_set else ():
            match selection:
                case FieldNode():
                    total += self._count_field(selection, introspecting=introspecting)
                case InlineFragmentNode():
                    total += self.count(selection.selection_set, introspecting=introspecting)
                case FragmentSpreadNode():
                    total += self._count_fragment(selection.name.value)
                case _:
                    pass
        self._depth -= 1
        return total

    def _count_field(self, field: FieldNode, *, introspecting: bool) -> Counts:
        name, has_alias = field.name.value, field.alias is not None
        below = self.count(field.selection_set, introspecting=introspecting or name in INTROSPECTION)
        nests = introspecting and name in INTROSPECTION_LISTS
        return below + Counts(1, has_alias, name in INTROSPECTION, introspecting and has_alias, below.introspection_lists + nests)

    def _count_fragment(self, name: str) -> Counts:
        """Zero for a fragment that is not defined or spreads itself: validation reports both."""
        if name not in self._counted:
            self._counted[name] = Counts()
            if (fragment := self._fragments.get(name)) is not None:
                introspecting = fragment.type_condition.name.value.startswith("__")
                self._counted[name] = self.count(fragment.selection_set, introspecting=introspecting)
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
                pending.extend(item for item in cast("Sequence[Any]", child) if isinstance(item, Node))
