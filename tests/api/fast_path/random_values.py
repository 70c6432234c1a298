"""Values for every scalar of the schema: mostly ones that the demonstration organisation has, and for mistakes ones that nothing can be."""

import random
import re
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from tests.api.seed_tables import rows

TABLES = {
    "department": "departments",
    "person": "people",
    "project": "projects",
    "topic": "topics",
    "lesson": "lessons",
    "reuse": "reuses",
    "rundown": "rundowns",
    "conversation": "conversations",
    "task": "tasks",
}
IDS = {
    field: [row["id"] for row in rows(table)] if table not in ("rundowns", "conversations", "tasks") else ["none"]
    for field, table in TABLES.items()
}
TEXTS = sorted(
    {row[name] for table in ("lessons", "people", "projects") for row in rows(table) for name in ("title", "name") if row.get(name)}
)
WORDS = sorted({word for text in TEXTS for word in re.findall(r"\w{4,}", text)})
ODD_TEXTS = [
    "",
    " ",
    "null",
    "é",
    "e\u0301",
    "日本",
    "🎸",
    "\u2028",
    "\u202e",
    'say "hi"',
    "\\",
    "two\nlines",
    "a\tb",
    "$p0",
    "# no comment",
    "{",
    "\x00",
]
NO_CURSORS = ["", "rubbish", "W10", "bnVsbA", "WzEsIngiXQ", "日本", "=" * 40]


class Name(str):
    """A value of an enumeration: bare in a document, text among variables."""

    __slots__ = ()


def draw(kind: str, about: str, chance: random.Random) -> Any:
    """A value of this scalar for the field or argument of this name."""
    match kind:
        case "Int":
            return _number(about, chance)
        case "Float":
            return chance.choice([0.0, 1, 2.5, 9.0, 40, -3.0, 1e9, -0.0])
        case "Boolean":
            return chance.random() < 0.5
        case "ID":
            known = IDS.get(about) or chance.choice(list(IDS.values()))
            return chance.choice([*chance.choices(known, k=12), "none", "", 7])
        case "Date":
            return f"{chance.choice([2019, 2022, 2023, 2024, 2025, 2026])}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        case "DateTime":
            day = draw("Date", about, chance)
            return f"{day}T{chance.randint(0, 23):02}:00:00{chance.choice(['Z', '+02:00', '.5Z', '-23:59'])}"
        case _:
            return _text(about, chance)


def _number(about: str, chance: random.Random) -> int:
    if about in ("first", "last"):
        return chance.choice([0, 1, 1, 2, 2, 3, 3, 5, 50])
    if about == "level":
        return chance.choice([0, 1, 1, 2, 9])
    return chance.choice([0, 1, 2, 3, 5, 20, -1, 2**31 - 1])


def _text(about: str, chance: random.Random) -> str:
    if about in ("search", "text"):
        return " ".join(chance.choices(WORDS, k=chance.choice([1, 1, 2, 3])))
    if chance.random() < 0.15:
        return chance.choice(ODD_TEXTS)
    text = chance.choice(TEXTS)
    return text if about in ("eq", "in") else text[: chance.randint(0, 4)]


def spoil(kind: Any, about: str, chance: random.Random) -> Any:
    """A value that this input cannot take, or that means nothing there."""
    if about in ("after", "before"):
        return chance.choice(NO_CURSORS)
    if about in ("first", "last"):
        return chance.choice([-1, 1001, 2**31 - 1, 2**31, -(2**40), "3", 1.5, True, [2]])
    bare: Any = get_nullable_type(kind)
    wrong: list[Any] = [None] if is_non_null_type(kind) else []
    if is_list_type(bare):
        wrong += [[None], {}, [[]], 1.5]
    elif isinstance(bare, GraphQLEnumType):
        wrong += [Name("NOPE"), 1, True, "text"]
    elif isinstance(bare, GraphQLInputObjectType):
        wrong += [{"nonsense": 1}, "text", 1, True, {"AND": None}]
    else:
        wrong += {
            "Int": [2**31, "1", 1.5, True],
            "Float": ["1.5", True, {}],
            "Boolean": [0, "true"],
            "ID": [1.5, True, {}],
            "Date": ["2025-02-30", "0000-01-01", "30-01-2025", 20250101, "2025-1-1", True],
            "DateTime": ["2025-02-30T00:00:00Z", "2025-01-01T00:00:00", "2025-01-01", "0001-01-01T00:00:00+14:00", 0],
        }.get(get_named_type(bare).name, [1, True, {}, ["a", 1]])
    return chance.choice(wrong)
