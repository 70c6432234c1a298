"""Random queries generated from the schema, with aliases, fragments, directives, variables and nested lists with arguments."""

import json
import random
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    parse_type,
    type_from_ast,
)

from tests.compiler.music_data import NAMES, Music

BOOLEAN = GraphQLNonNull(GraphQLBoolean)
SEARCH_WORDS = [
    "Ann",
    "gulls",
    "LIVE",
    "studio",
    "say",
    "hi",
    "two",
    "brace",
    "nothing",
    "anna",
    "AND",
    "-live",
    "gulls*",
    '"say hi"',
    "title: Ann",
    "(",
    "\\",
]
CURSORS = ("cursor", "startCursor", "endCursor")


@dataclass
class GeneratedQuery:
    """A document with its variables. `after` names the variable for a cursor, if there is one; `cursor_path` is where the cursor comes from."""

    text: str
    variables: dict[str, Any]
    after: str | None = None
    cursor_path: tuple[str, ...] = ()


@dataclass
class QueryGenerator:
    """Generates queries for a schema, with values that occur in the music."""

    schema: GraphQLSchema
    music: Music
    rng: random.Random
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    after: str | None = None
    cursor_path: tuple[str, ...] = ()
    names: int = 0
    days: list[str] = field(default_factory=list)
    """The first and last days of relationships. Queries use them often, to test whether these days are included."""

    def __post_init__(self) -> None:
        links = [link for name in ("PLAYED_IN", "OWNED_BY") for link in self.music.links[name]]
        self.days = sorted({day for *_, properties in links for day in (properties["from"], properties["to"]) if day})

    def generate(self) -> GeneratedQuery:
        query = self.schema.query_type
        assert query
        body = " ".join(self._conditions(query) if self.rng.random() < 0.5 else self._selections(query))
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self.variables.items())
        text = f"query {f'({declared}) ' if declared else ''}{{ {body} }} {' '.join(self.fragments)}"
        return GeneratedQuery(text, {name: value for name, (_, value) in self.variables.items()}, self.after, self.cursor_path)

    def generate_list(self) -> GeneratedQuery:
        """A list at the root or below one node; the variables hold its condition and sort order.

        Every fourth is of all nodes, with a condition that is a negation, sorted by a related node: its statement combines all three.
        """
        is_negated = self.rng.random() < 0.25
        parents = ["Query"] if is_negated or self.rng.random() < 0.5 else list(self.music.nodes)
        lists = [
            (parent, name, definition)
            for parent in parents
            for name, definition in self._object_type(parent).fields.items()
            if "before" in definition.args and (not is_negated or _related_sorts(definition))
        ]
        parent, name, definition = self.rng.choice(lists)
        variables = {
            argument: self.value(definition.args[argument].type, 1, argument)
            for argument in ("where", "on", "includeDeleted")
            if argument in definition.args
        }
        variables |= {
            "sort": [self.value(get_named_type(definition.args["sort"].type), 1, "sort") for _ in range(self.rng.choice([1, 1, 2, 3]))]
        }
        if is_negated:
            variables["where"] = self._negation(get_nullable_type(definition.args["where"].type))
            variables["sort"] = [self._related_sort(definition), *variables["sort"][1:]]
        elif self.rng.random() < 0.5:
            variables["where"] = None
        declared_arguments = {name: argument for name, argument in definition.args.items() if name != "first"}
        declared = ", ".join(["$first: Int = 20", *(f"${name}: {argument.type}" for name, argument in declared_arguments.items())])
        arguments = ", ".join(f"{name}: ${name}" for name in definition.args)
        edge = self._object_type(get_named_type(definition.type).name.removesuffix("Connection") + "Edge")
        properties = " ".join(name for name in edge.fields if name != "node")
        selection = f"totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} edges {{ {properties} node {{ id }} }}"
        body = f"list: {name}({arguments}) {{ {selection} }}"
        if parent != "Query":
            body = f'{parent.lower()}(id: "{self.rng.choice(list(self.music.nodes[parent]))}") {{ {body} }}'
        return GeneratedQuery(f"query({declared}) {{ {body} }}", variables)

    def _object_type(self, name: str) -> GraphQLObjectType:
        type_ = self.schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        return type_

    def redraw(self) -> dict[str, Any]:
        """New values for the variables of the last query."""
        kinds = {name: type_from_ast(self.schema, parse_type(kind)) for name, (kind, _) in self.variables.items()}
        return {name: self._redraw_value(name, kind) for name, kind in kinds.items()}

    def _redraw_value(self, name: str, kind: Any) -> Any:
        old = self.variables[name][1]
        if name == self.after or old is None or isinstance(old, bool) or (isinstance(old, dict | list) and self.rng.random() < 0.5):
            return old
        if isinstance(old, int) and get_named_type(kind).name == "Int":
            return self.rng.choice([0, 1, 2, 3, 50, 1001, -1])
        return self.value(kind, 1, name)

    def _conditions(self, query: GraphQLObjectType) -> list[str]:
        """Several complete lists, or their aggregates or groups, each with a condition, so that the condition is tested on every node."""
        pages = [name for name, definition in query.fields.items() if "before" in definition.args]
        return [self._condition(query, name, self.rng.choice(["", "", "", "Aggregate", "Grouped"])) for name in self._some(pages, 4)]

    def _condition(self, query: GraphQLObjectType, page: str, suffix: str) -> str:
        kind = get_nullable_type(query.fields[page].args["where"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        where = self._anchored_conditions(kind) if self.rng.random() < 0.5 else self._random_conditions(kind, self.rng.choice([1, 1, 2]))
        definition = query.fields[page + suffix]
        if self.rng.random() < 0.2:
            where = self._negation(kind)
        arguments = f"where: {self._format_value(kind, where)}"
        if suffix == "":
            if _related_sorts(definition) and self.rng.random() < 0.4:
                arguments += f", sort: {self._format_value(definition.args['sort'].type, [self._related_sort(definition)])}"
            return f"{self._name('w')}: {page}(first: 1000, {arguments}) {{ nodes {{ id }} totalCount }}"
        if suffix == "Grouped":
            arguments += (
                f", first: 1000, by: {self._format_value(definition.args['by'].type, self.value(definition.args['by'].type, 0, 'by'))}"
            )
        target = get_named_type(definition.type)
        assert isinstance(target, GraphQLObjectType)
        return f"{self._name('w')}: {page}{suffix}({arguments}) {self._selection(target, 1, ())}"

    def _random_conditions(self, kind: GraphQLInputObjectType, many: int) -> dict[str, Any]:
        return {name: self.value(kind.fields[name].type, 1, name) for name in self._some(list(kind.fields), many)}

    def _anchored_conditions(self, kind: GraphQLInputObjectType) -> dict[str, Any]:
        """Conditions that become anchors (search, and related nodes by id), combined with each other and with nested conditions."""
        conditions = [
            name for name, definition in kind.fields.items() if get_named_type(definition.type).name.endswith(("Where", "Quantifiers"))
        ]
        related = [name for name in conditions if name not in ("AND", "OR", "NOT") and not name.endswith("Aggregate")]
        names = self._some([*related, *(["search"] * 2 if "search" in kind.fields else [])], self.rng.choice([1, 2, 2, 3]))
        parts = [{name: self._id_condition(kind.fields[name].type) if name != "search" else self._scalar("String", name)} for name in names]
        if self.rng.random() < 0.5:
            parts.append(self._random_conditions(kind, 1))
        self.rng.shuffle(parts)
        return {"AND": parts} if self.rng.random() < 0.5 else {name: condition for part in parts for name, condition in part.items()}

    def _negation(self, kind: Any) -> dict[str, Any]:
        """A condition that is only a negation: NOT, or none of the related nodes."""
        quantified = [name for name, definition in kind.fields.items() if get_named_type(definition.type).name.endswith("Quantifiers")]
        if not quantified or self.rng.random() < 0.5:
            return {"NOT": self._anchored_conditions(kind) if self.rng.random() < 0.7 else self._random_conditions(kind, 1)}
        name = self.rng.choice(quantified)
        ((_, condition),) = self._id_condition(kind.fields[name].type).items()
        return {name: {"none": condition}}

    def _related_sort(self, definition: GraphQLField) -> dict[str, Any]:
        """A sort order by a property of the one related node."""
        name, kind = self.rng.choice(list(_related_sorts(definition).items()))
        properties = [key for key, entry in kind.fields.items() if isinstance(get_nullable_type(entry.type), GraphQLEnumType)]
        return {name: {self.rng.choice(properties): self.rng.choice(["ASC", "DESC"])}}

    def _id_condition(self, kind: GraphQLInputType) -> dict[str, Any]:
        name = get_named_type(kind).name
        ids = list(self.music.nodes[name.removesuffix("Where").removesuffix("Quantifiers")])
        condition: dict[str, Any] = {"id": {"in": self._some(ids, self.rng.choice([1, 3, len(ids) // 2]))}}
        if self.rng.random() < 0.3:
            condition = {"id": {"eq": self.rng.choice(ids)}}
        return {self.rng.choice(["some", "some", "none", "all"]): condition} if name.endswith("Quantifiers") else condition

    def _selections(self, query: GraphQLObjectType) -> list[str]:
        """Up to three root fields; the fewer there are, the deeper their selections."""
        roots = self.rng.choice([1, 1, 1, 2, 3])
        depth = self.rng.choice([2, 2, 3, 4]) if roots == 1 else self.rng.choice([0, 1])
        fields = [name for name in query.fields if name not in ("critics", "search", "node", "nodes")]
        return [self._field(query, self.rng.choice(fields), depth, ()) for _ in range(roots)]

    # Selections

    def _selection(self, kind: GraphQLObjectType, depth: int, path: tuple[str, ...]) -> str:
        names = list(kind.fields)
        if kind.name.endswith("Connection"):
            selected = self.rng.sample(names, self.rng.choice([1, 1, 2, 2, 3, 4]))
        else:
            leaves = [name for name in names if not isinstance(get_named_type(kind.fields[name].type), GraphQLObjectType)]
            selected = self._some(leaves, self.rng.randint(1, 3))
            if depth > 0 or not leaves:
                nested = [name for name in names if name not in leaves]
                selected += self._some(nested, self.rng.choice([0, 1, 1, 2]) if leaves else 1)
        fields = [self._field(kind, name, depth, path) for name in selected]
        if self.rng.random() < 0.15:
            fields.append(self.rng.choice(["__typename", "t: __typename"]))
        if self.rng.random() < 0.1:
            fields.append(self._field(kind, self.rng.choice(selected), depth, path))
        self.rng.shuffle(fields)
        return self._fragmented(kind, fields)

    def _fragmented(self, kind: GraphQLObjectType, fields: list[str]) -> str:
        at = self.rng.randrange(len(fields) + 1)
        body, rest = " ".join(fields[:at]), " ".join(fields[at:])
        style = self.rng.random()
        if not body or style < 0.7:
            return f"{{ {body} {rest} }}"
        if style < 0.85:
            return f"{{ ... on {kind.name} {{ {body} }} {rest} }}"
        name = self._name("F")
        self.fragments.append(f"fragment {name} on {kind.name} {{ {body} }}")
        again = f"...{name} " if self.rng.random() < 0.3 else ""
        return f"{{ ...{name} {rest} {again}}}"

    def _field(self, kind: GraphQLObjectType, name: str, depth: int, path: tuple[str, ...]) -> str:
        """Fields with arguments always get a unique alias, so that they never conflict."""
        definition = kind.fields[name]
        target = get_named_type(definition.type)
        arguments, pages = self._arguments(definition, depth, name)
        alias = self._name(name if name in CURSORS else self.rng.choice("kqz")) if arguments or self.rng.random() < 0.2 else name
        nested_selection = ""
        if isinstance(target, GraphQLObjectType):
            inside = target.name.endswith(("Connection", "Edge", "PageInfo"))
            nested_selection = self._selection(target, depth if inside else depth - 1, (*path, alias))
            if pages:
                nested_selection = f"{nested_selection[:-1]} own: edges {{ cursor }} }}"
                self.cursor_path = (*path, alias, "own", "cursor")
        label = name if alias == name else f"{alias}: {name}"
        return f"{label}{arguments}{self._directive()} {nested_selection}"

    def _directive(self) -> str:
        if self.rng.random() > 0.1:
            return ""
        condition = self.rng.random() < 0.5
        return f" @{self.rng.choice(['include', 'skip'])}(if: {self._format_value(BOOLEAN, condition)})"

    # Arguments

    def _arguments(self, definition: GraphQLField, depth: int, of: str) -> tuple[str, bool]:
        arguments: dict[str, str] = {}
        pages = False
        backwards = "last" in definition.args and self.rng.random() < 0.2
        for name, argument in definition.args.items():
            if name == ("after" if backwards else "before"):
                continue
            if name == "last":
                if backwards:
                    arguments[name] = self._format_value(argument.type, self.rng.choice([0, 1, 2, 3, 5, 50]))
            elif name in ("after", "before"):
                pages = self.after is None and self.rng.random() < 0.25
                if pages:
                    self.after = self._name("v")
                    self.variables[self.after] = ("String", None)
                    arguments[name] = f"${self.after}"
            elif name == "first":
                if self.rng.random() < 0.9:
                    arguments[name] = self._format_value(argument.type, self.rng.choice([0, 1, 2, 3, 3, 5] if depth < 3 else [3, 5, 8, 50]))
            elif is_non_null_type(argument.type) or self.rng.random() < (0.7 if name == "on" else 0.4):
                arguments[name] = self._argument(argument, depth, of)
        return (f"({', '.join(f'{name}: {value}' for name, value in arguments.items())})" if arguments else ""), pages

    def _argument(self, argument: GraphQLArgument, depth: int, of: str) -> str:
        return self._format_value(argument.type, self.value(argument.type, min(depth, 2), of))

    def _format_value(self, kind: GraphQLInputType, value: Any) -> str:
        """The value in the document: as a literal, as a variable, or with variables inside."""
        if self.rng.random() < 0.3:
            bare = get_nullable_type(kind)
            return self._variable(f"{bare}!" if value is not None else str(bare), value)
        bare = get_nullable_type(kind)
        if isinstance(bare, GraphQLInputObjectType) and value is not None:
            return f"{{{', '.join(f'{key}: {self._format_value(bare.fields[key].type, item)}' for key, item in value.items())}}}"
        if is_list_type(bare) and value is not None:
            return f"[{', '.join(self._format_value(bare.of_type, item) for item in value)}]"
        return value if isinstance(bare, GraphQLEnumType) and value is not None else json.dumps(value)

    def _variable(self, kind: str, value: Any) -> str:
        name = self._name("v")
        self.variables[name] = (kind, value)
        return f"${name}"

    # Values

    def value(self, kind: GraphQLInputType, depth: int, about: str) -> Any:
        bare: Any = get_nullable_type(kind)
        if get_named_type(kind).name.endswith("Key"):
            keys: Any = get_named_type(kind)
            return self.rng.sample(list(keys.values), self.rng.choice([1, 1, 2]))
        if is_list_type(bare):
            return [self.value(bare.of_type, depth, about) for _ in range(self.rng.choice([0, 1, 1, 2, 3]))]
        if isinstance(bare, GraphQLEnumType):
            return self.rng.choice(list(bare.values))
        if isinstance(bare, GraphQLInputObjectType):
            return self._object(bare, depth, about)
        return self._scalar(bare.name, about)

    def _object(self, kind: GraphQLInputObjectType, depth: int, about: str) -> dict[str, Any]:
        if kind.name.endswith("FilteredSort"):
            return {name: self.value(definition.type, 1, name) for name, definition in kind.fields.items()}
        if kind.name.endswith("Sort"):
            name = self.rng.choice(list(kind.fields))
            return {name: self.value(kind.fields[name].type, 0, name)}
        if kind.name.endswith("Filter"):
            return self._operators(kind, about)
        if kind.name.endswith("Quantifiers"):
            names = self.rng.sample(list(kind.fields), self.rng.choice([1, 1, 1, 2]))
            return {name: self.value(kind.fields[name].type, depth - 1, name) for name in names}
        flat = [name for name, definition in kind.fields.items() if get_named_type(definition.type).name.endswith("Filter")]
        empty = 0 if "AND" in kind.fields else 1  # a condition on aggregates must name one
        names = self._some(list(kind.fields) if depth > 0 else flat, self.rng.choice([empty, 1, 1, 1, 2, 3] if depth > 0 else [1, 1, 2]))
        label = kind.name.removesuffix("Where").lower()
        return {name: self.value(kind.fields[name].type, depth - 1, label if name == "id" else name) for name in names}

    def _operators(self, kind: GraphQLInputObjectType, about: str) -> dict[str, Any]:
        """Most ids are ids of nodes of the right type."""
        names = self._some(list(kind.fields), self.rng.choice([1, 1, 1, 2]))
        names = ["eq", "mode"] if names == ["mode"] else names
        operators = {name: self.value(kind.fields[name].type, 0, about if kind.name == "IDFilter" else name) for name in names}
        if "eq" in operators and self.rng.random() < 0.1:
            operators["eq"] = None
        return operators

    def _scalar(self, name: str, about: str) -> Any:
        rng = self.rng
        if about == "search":
            return " ".join(rng.choices(SEARCH_WORDS, k=rng.choice([0, 1, 1, 2])))
        if name == "String":
            text = rng.choice(NAMES)
            return text if about in ("eq", "in") or rng.random() < 0.3 else self._piece(text)
        if name == "ID":
            label = about.capitalize() if about.capitalize() in self.music.nodes else rng.choice(list(self.music.nodes))
            return rng.choice([*self.music.nodes[label], "none", ""])
        if name == "Date" and about == "on" and rng.random() < 0.6:
            return rng.choice(self.days)
        if name == "Date":
            return rng.choice([f"1970-01-{rng.randint(1, 13):02}", f"{rng.randint(1960, 2026)}-{rng.randint(1, 12):02}-28", "2024-02-29"])
        if name == "DateTime":
            return f"1970-01-{rng.randint(1, 13):02}T10:00:{rng.choice(['00', '00.5', '00.500000', '00.123456', '01'])}Z"
        return {
            "Int": lambda: rng.choice([1960, 1962, 1963, 1965, 0, -1, 2**31 - 1]),
            "Float": lambda: rng.choice([0.0, 1.5, 7.25, 9.0, 9, 1e100, -3.0, -0.0, 1e-300]),
            "Boolean": lambda: rng.random() < 0.5,
        }[name]()

    def _piece(self, text: str) -> str:
        """A part of the text in upper or lower case. It may split a letter from its accent, or an emoji sequence."""
        start = self.rng.randrange(len(text) + 1)
        piece = text[start : start + self.rng.randint(0, 4)]
        return self.rng.choice([piece, piece.upper(), piece.lower(), piece.swapcase()])

    def _some(self, names: list[str], most: int) -> list[str]:
        return self.rng.sample(names, min(most, len(names)))

    def _name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"


def _related_sorts(definition: GraphQLField) -> dict[str, Any]:
    """The sort orders of the related nodes that a list can be sorted by."""
    fields: dict[str, Any] = cast("Any", get_named_type(definition.args["sort"].type)).fields
    kinds = {name: get_named_type(entry.type) for name, entry in fields.items()}
    return {name: kind for name, kind in kinds.items() if kind.name.endswith("Sort") and not kind.name.endswith("AggregateSort")}
