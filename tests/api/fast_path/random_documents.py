"""A question written down as a GraphQL document, one of the many ways it can be: aliases, fragments, directives, variables, values."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from tests.api.fast_path.random_selections import Asked, Blank, is_one_of
from tests.api.fast_path.random_values import Name, draw, spoil

OWN = "own"
"""The alias of the edges whose cursors lead on."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of an operation: its type, what is to be filled in, whether it is sent, and what it has by default."""

    kind: str
    value: Any
    sent: bool = True
    default: str | None = None


@dataclass
class Document:
    """Writes one operation with its fragments and variables; each seed its own way.

    `spoiled` is how many values come before the one that is made wrong; None for none.
    """

    schema: GraphQLSchema
    chance: random.Random
    spoiled: int | None = None
    variables: dict[str, Variable] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    cursor: str | None = None
    """The variable that takes a cursor."""
    _names: int = 0
    _written: list[tuple[tuple[Asked, ...], str]] = field(default_factory=list)

    def operation(self, name: str, roots: tuple[Asked, ...]) -> str:
        query = self.schema.query_type
        assert query
        body = self._selection(query, roots, set())
        declared = ", ".join(f"${each}: {v.kind}{f' = {v.default}' if v.default else ''}" for each, v in self.variables.items())
        head = f"query {name}{f'({declared})' if declared else ''} " if declared or name or self.chance.random() < 0.5 else ""
        return f"{head}{body} {' '.join(self.fragments)}"

    def values(self, chance: random.Random, after: str | None = None) -> dict[str, Any]:
        """Values for its variables."""
        sent = {name: fill(v.value, chance) for name, v in self.variables.items() if v.sent}
        return sent | ({self.cursor: after} if self.cursor and after else {})

    def _name(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    # Selections

    def _selection(self, kind: GraphQLObjectType, below: tuple[Asked, ...], keys: set[str]) -> str:
        """What was written for the same fields before is written again, fragments and all."""
        if known := next((text for fields, text in self._written if fields is below), None):
            return known
        fields = [self._field(kind, asked, keys) for asked in below]
        if self.chance.random() < 0.1:
            fields.insert(self.chance.randrange(len(fields) + 1), f"{self._name('s')}: __typename {self._directive(skipped=True)}")
        text = f"{{ {self._grouped(kind, fields)} }}"
        self._written.append((below, text))
        return text

    def _grouped(self, kind: GraphQLObjectType, fields: list[str]) -> str:
        """Some of them in fragments, which may hold further ones."""
        parts: list[str] = []
        while fields:
            length = self.chance.randint(1, len(fields))
            run, fields = fields[:length], fields[length:]
            parts.append(self._fragment(kind, run) if self.chance.random() < 0.25 else " ".join(run))
        return " ".join(parts)

    def _fragment(self, kind: GraphQLObjectType, fields: list[str]) -> str:
        body = self._grouped(kind, fields) if self.chance.random() < 0.3 else " ".join(fields)
        directive = self._directive(skipped=False) if self.chance.random() < 0.2 else ""
        style = self.chance.random()
        if style < 0.4:
            return f"... on {kind.name} {directive} {{ {body} }}"
        if style < 0.6:
            return f"... {directive} {{ {body} }}"
        name = self._name("F")
        self.fragments.append(f"fragment {name} on {kind.name} {{ {body} }}")
        return f"...{name} {directive}" + (f" ...{name}" if self.chance.random() < 0.2 else "")

    def _field(self, parent: GraphQLObjectType, asked: Asked, keys: set[str]) -> str:
        key = self._key(parent, asked, keys)
        label = asked.name if key == asked.name else f"{key}: {asked.name}"
        head = f"{label}{self._arguments(asked)}"
        directive = f" {self._directive(skipped=False)}" if self.chance.random() < 0.1 else ""
        if not asked.below:
            return f"{head}{directive}"
        assert asked.definition
        kind = get_named_type(asked.definition.type)
        assert isinstance(kind, GraphQLObjectType)
        if len(asked.below) > 1 and self.chance.random() < 0.1:  # the field twice, which are one
            inside: set[str] = set()
            halves = asked.below[:1], asked.below[1:]
            return " ".join(f"{head}{directive} {self._selection(kind, half, inside)}" for half in halves)
        below = self._selection(kind, asked.below, set())
        return f"{head}{directive} {below[:-1]} {OWN}: edges {{ cursor }} }}" if asked.pages else f"{head}{directive} {below}"

    def _key(self, parent: GraphQLObjectType, asked: Asked, keys: set[str]) -> str:
        """The name, an alias of its own, or as an alias the name of another field."""
        style = self.chance.random()
        key = asked.name
        if style < 0.15 or (key in keys and style < 0.9):
            key = self.chance.choice([*parent.fields, "rows", "size", "total", "n0", "view0", "__x"])
        elif style < 0.3:
            key = self._name("a")
        while key in keys:
            key = self._name("a")
        keys.add(key)
        return key

    def _directive(self, *, skipped: bool) -> str:
        name, value = self.chance.choice([("include", not skipped), ("skip", skipped)])
        style = self.chance.random()
        if style < 0.4:
            return f"@{name}(if: {json.dumps(value)})"
        if style < 0.8:
            return f"@{name}(if: {self._declare(Variable('Boolean!', value))})"
        sent = self.chance.random() < 0.5
        return f"@{name}(if: {self._declare(Variable('Boolean', value, sent, json.dumps(value is not sent)))})"

    # Arguments

    def _arguments(self, asked: Asked) -> str:
        """In any order."""
        kinds = asked.definition.args if asked.definition else {}
        written = [f"{n}: {self._value(kinds[n].type if n in kinds else None, value, n)}" for n, value in asked.arguments.items()]
        self.chance.shuffle(written)
        return f"({', '.join(written)})" if written else ""

    def _value(self, kind: Any, value: Any, about: str, *, one_of: bool = False) -> str:
        """In place, as a variable, or with variables inside."""
        if isinstance(value, Blank) and value.kind == "Cursor":
            self.cursor = self._name("v")
            return self._declare(Variable("String", None, sent=self.chance.random() < 0.5), self.cursor)
        if self.spoiled is not None:
            self.spoiled -= 1
            if self.spoiled == -1 and kind is not None:
                return self._spoiled(kind, spoil(kind, about, self.chance))
        if kind is not None and self.chance.random() < 0.3:
            return self._variable(kind, value, one_of=one_of)
        bare = get_nullable_type(kind) if kind is not None else None
        if isinstance(bare, GraphQLInputObjectType) and isinstance(value, dict):
            inside = (f"{key}: {self._value(bare.fields[key].type, each, key, one_of=is_one_of(bare))}" for key, each in value.items())
            return f"{{{', '.join(inside)}}}"
        if is_list_type(bare) and isinstance(value, list):
            if len(value) == 1 and self.chance.random() < 0.3:  # one value is a list of one
                return literal(fill(value[0], self.chance))
            return f"[{', '.join(self._value(bare.of_type, each, about) for each in value)}]"
        return literal(fill(value, self.chance))

    def _variable(self, kind: Any, value: Any, *, one_of: bool) -> str:
        bare, style = get_nullable_type(kind), self.chance.random()
        if value is None:
            return self._declare(Variable(str(bare), None, sent=style < 0.5, default=None if style < 0.5 else "null"))
        if one_of or style < 0.6:
            return self._declare(Variable(f"{bare}!", value))
        if style < 0.8 or not is_non_null_type(kind):
            return self._declare(Variable(str(bare), value, sent=False, default=literal(fill(value, self.chance))))
        return self._declare(Variable(str(bare), value, default=literal(fill(value, self.chance))))

    def _spoiled(self, kind: Any, value: Any) -> str:
        if self.chance.random() < 0.5:
            return literal(value)
        return self._declare(Variable(f"{get_nullable_type(kind)}!", value))

    def _declare(self, variable: Variable, name: str = "") -> str:
        name = name or self._name("v")
        self.variables[name] = variable
        return f"${name}"


def fill(value: Any, chance: random.Random) -> Any:
    """With a value for every blank."""
    if isinstance(value, Blank):
        return draw(value.kind, value.about, chance)
    if isinstance(value, dict):
        return {key: fill(each, chance) for key, each in value.items()}
    return [fill(each, chance) for each in value] if isinstance(value, list) else value


def literal(value: Any) -> str:
    """As it stands in a document."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {literal(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return value if isinstance(value, Name) else json.dumps(value, ensure_ascii=len(str(value)) % 2 == 0)


MISTAKES: dict[str, Callable[[str], str]] = {
    "an unknown field": lambda text: text.replace("{ ", "{ nonsense ", 1),
    "an unknown field below": lambda text: " { nonsense ".join(text.rsplit(" { ", 1)),
    "a field of nothing": lambda text: text.replace("{ ", "{ lessons ", 1),
    "an unknown argument": lambda text: text.replace("(", "(colour: 1, ", 1) if "(" in text else "{ lessons(colour: 1) { totalCount } }",
    "an unknown directive": lambda text: text.replace("{ ", "{ __typename @nonsense ", 1),
    "a variable that is not declared": lambda text: text.replace("{ ", "{ lesson(id: $nowhere) { id } ", 1),
    "an unknown fragment": lambda text: text.replace("{ ", "{ ...Nowhere ", 1),
    "a fragment that nobody spreads": lambda text: f"{text} fragment Unused on Query {{ __typename }}",
    "a fragment in itself": lambda text: f"{text.replace('{ ', '{ ...Loop ', 1)} fragment Loop on Query {{ ...Loop }}",
    "a fragment on another type": lambda text: text.replace("{ ", "{ ... on Lesson { id } ", 1),
    "two fields of one key": lambda text: text.replace("{ ", '{ x: lesson(id: "a") { id } x: lesson(id: "b") { id } ', 1),
    "a brace too few": lambda text: text.replace("}", "", 1),
    "a sign that means nothing": lambda text: f"{text} ?",
}
"""What may be wrong with a document, apart from its values."""
