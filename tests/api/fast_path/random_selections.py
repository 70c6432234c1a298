"""Random questions as trees: which fields, with which arguments, nothing yet of how that is written down.

They are made of the schema alone. A scalar is left blank: which value it has is no part of a question.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from tests.api.fast_path.random_values import Name

KINDS = {"page": 8, "one": 3, "aggregate": 2, "groups": 2, "search": 1, "computed": 2, "__typename": 1}
"""What kinds of root fields there are, and how often each is asked for."""
PAGING = ("after", "last", "before")


@dataclass(frozen=True, slots=True)
class Blank:
    """A scalar to be filled in."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A field, its arguments and what is asked below it."""

    name: str
    definition: GraphQLField | None
    arguments: dict[str, Any]
    below: tuple["Asked", ...] = ()
    pages: bool = False
    """Whether it is the list that is paged through: its arguments hold a cursor that is not known yet."""


@dataclass
class Questioner:
    """Asks a schema random questions; a greedy one wants all of everything."""

    schema: GraphQLSchema
    chance: random.Random
    greedy: bool = False
    kinds: set[str] = field(default_factory=set)
    """Of the root fields that were asked for."""
    _pages: bool = False

    def ask(self) -> tuple[Asked, ...]:
        query = self.schema.query_type
        assert query
        if self.greedy:
            wanted = ["page"]
        else:
            wanted = self.chance.choices(list(KINDS), list(KINDS.values()), k=self.chance.choice([1, 1, 1, 1, 2, 3]))
        self.kinds = set(wanted)
        depth = 4 if self.greedy else self.chance.choice([1, 2, 2, 3]) if len(wanted) == 1 else 1
        return tuple(self._root(query, kind, depth) for kind in wanted)

    def _root(self, query: GraphQLObjectType, kind: str, depth: int) -> Asked:
        if kind == "__typename":
            return Asked(kind, None, {})
        names = [name for name, each in query.fields.items() if kind_of(each) == kind]
        return self._field(query, self.chance.choice(names), depth)

    # Fields

    def _fields(self, kind: GraphQLObjectType, depth: int) -> tuple[Asked, ...]:
        leaves = [name for name, each in kind.fields.items() if not isinstance(get_named_type(each.type), GraphQLObjectType)]
        further = [name for name in kind.fields if name not in leaves]
        if self.greedy:
            deeper = [name for name in further if name == "nodes" or (depth > 0 and is_page(kind.fields[name]))]
            wanted = (deeper or leaves)[:1]
        elif kind.name.endswith("Connection"):
            wanted = self.chance.sample(list(kind.fields), self.chance.choice([1, 1, 2, 2, 3, 4]))
        else:
            wanted = self.chance.sample(leaves, min(len(leaves), self.chance.choice([1, 1, 2, 3, 6])))
            if depth > 0 or not leaves:
                wanted += self.chance.sample(further, min(len(further), self.chance.choice([0, 1, 1, 2]) if leaves else 1))
        fields = [self._field(kind, name, depth) for name in wanted]
        if self.chance.random() < 0.15:
            fields.append(Asked("__typename", None, {}))
        if fields[0].arguments and self.chance.random() < 0.3:  # the same below other arguments, as fragments are for
            fields.append(Asked(fields[0].name, fields[0].definition, self._arguments(kind.fields[fields[0].name]), fields[0].below))
        self.chance.shuffle(fields)
        return tuple(fields)

    def _field(self, kind: GraphQLObjectType, name: str, depth: int) -> Asked:
        definition = kind.fields[name]
        target = get_named_type(definition.type)
        arguments = self._arguments(definition)
        pages = self._page_on(definition, arguments)
        below: tuple[Asked, ...] = ()
        if isinstance(target, GraphQLObjectType):
            inside = target.name.endswith(("Connection", "Edge", "PageInfo", "Groups", "Match", "Key"))
            below = self._fields(target, depth if inside else depth - 1)
        return Asked(name, definition, arguments, below, pages)

    # Arguments

    def _arguments(self, definition: GraphQLField) -> dict[str, Any]:
        given: dict[str, Any] = {}
        backwards = "last" in definition.args and self.chance.random() < 0.2
        for name, argument in definition.args.items():
            if self.greedy:
                given |= {name: 1000} if name == "first" else {}
            elif name in PAGING:
                given |= {name: Blank("Int", name)} if name == "last" and backwards else {}
            elif self._is_wanted(name, required=is_non_null_type(argument.type) and name != "first"):
                given[name] = self.value(argument.type, 1, self._about(name, definition))
        return given

    def _is_wanted(self, name: str, *, required: bool) -> bool:
        return required or self.chance.random() < (0.85 if name == "first" else 0.35)

    def _about(self, name: str, definition: GraphQLField) -> str:
        """An id is of what the field gives."""
        return get_named_type(definition.type).name.lower() if name == "id" else name

    def _page_on(self, definition: GraphQLField, arguments: dict[str, Any]) -> bool:
        if self.greedy or self._pages or not is_page(definition) or self.chance.random() > 0.3:
            return False
        self._pages = True
        arguments["before" if "last" in arguments else "after"] = Blank("Cursor", "cursor")
        return True

    # Values

    def value(self, kind: Any, depth: int, about: str) -> Any:
        bare: Any = get_nullable_type(kind)
        if (
            not is_non_null_type(kind)
            and self.chance.random() < 0.03
            and about in ("where", "sort", "eq", "window", "on", "chart", "topic")
        ):
            return None
        if is_list_type(bare):
            if get_named_type(bare).name.endswith("Key"):
                return self.chance.sample(self._members(get_named_type(bare)), self.chance.choice([1, 1, 2]))
            return [self.value(bare.of_type, depth, about) for _ in range(self.chance.choice([0, 1, 1, 1, 2]))]
        if isinstance(bare, GraphQLEnumType):
            return self.chance.choice(self._members(bare))
        if isinstance(bare, GraphQLInputObjectType):
            return self._object(bare, depth, about)
        return self.chance.random() < 0.5 if bare.name == "Boolean" else Blank(bare.name, about)

    def _members(self, kind: Any) -> list[Name]:
        return [Name(each) for each in kind.values]

    def _object(self, kind: GraphQLInputObjectType, depth: int, about: str) -> dict[str, Any]:
        names = list(kind.fields)
        if depth <= 0 and not kind.name.endswith(("Filter", "Sort", "Quantifiers")):
            names = [name for name, each in kind.fields.items() if get_named_type(each.type).name.endswith("Filter")] or names
        if kind.name.endswith("FilteredSort"):
            return {name: self.value(each.type, depth - 1, self._inside(kind, about, name)) for name, each in kind.fields.items()}
        how_many = 1 if is_one_of(kind) else self.chance.choice([1, 1, 1, 1, 2] if kind.name.endswith("Filter") else [0, 1, 1, 1, 2])
        wanted = self.chance.sample(names, min(how_many, len(names)))
        return {name: self.value(kind.fields[name].type, depth - 1, self._inside(kind, about, name)) for name in wanted}

    def _inside(self, kind: GraphQLInputObjectType, about: str, name: str) -> str:
        """An id in a condition is of what the condition is about."""
        if kind.name == "IDFilter":
            return about
        return kind.name.removesuffix("Where").lower() if name == "id" else name


def is_one_of(kind: GraphQLInputObjectType) -> bool:
    """Whether exactly one field of it must be given; Strawberry sees to that by itself, graphql-core's own flag is not set."""
    return kind.name.endswith("Sort") and not kind.name.endswith("FilteredSort")


def is_page(definition: GraphQLField) -> bool:
    """Whether it gives a list page by page."""
    return {"before", "where"} <= definition.args.keys()


def kind_of(definition: GraphQLField) -> str:
    """The kind of a root field."""
    type_ = get_named_type(definition.type)
    name = type_.name
    if isinstance(type_, GraphQLInterfaceType):
        return "lookup"
    if is_page(definition):
        return "page"
    if name.endswith("Aggregate"):
        return "aggregate"
    if name.endswith("Groups"):
        return "groups"
    if name.endswith("Match"):
        return "search"
    return "one" if list(definition.args) == ["id"] else "computed"
