"""Some two hundred nodes of music, out of a seed, as plain rows: absent values, ties, parallel relationships, days, scripts of the world.

What no text here has: characters from U+E000 to U+FFFF together with some beyond U+FFFF. Neo4j sorts stored texts by code point, but
compares a stored text with a parameter by UTF-16 unit, and these are where the two differ.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, LiteralString

from graph_service.graph import Graph

Row = dict[str, Any]
NAMES = [
    "Ann", "ann", "ANN", "Anna", "Émile", "E\u0301mile", "émile", "Straße", "STRASSE", "straẞe", "İstanbul", "istanbul", "ISTANBUL", "ısparta",
    "ΟΔΥΣΣΕΥΣ", "οδυσσευς", "Οδυσσεύς", "日本", "日本橋", "🎸 Gulls", "🎸", "👩‍👩‍👧", "عربي", "O'Brien", 'say "hi"', "back`tick", "{brace}", "$p0", "two\nlines",
    "", " ", " Ann", "null", "%", "_", "\\", "\\n", "//", "/*", "nul\u0000here", "K", "\u212b", "ǆ", "x" * 300,
]  # fmt: skip
INSTRUMENTS = [None, "bass", "Bass", "horn", "voice", "🎷"]
FIRST_DAY = date(1960, 1, 1)
LAST_DAY = date(2026, 12, 31)


@dataclass
class Music:
    """The rows of every label by id, and of every relationship type as (start id, end id, properties)."""

    nodes: dict[str, dict[str, Row]] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str, Row]]] = field(default_factory=dict)


def make_music(seed: int) -> Music:
    """The music of this seed."""
    chance = random.Random(seed)
    made = Music()
    made.nodes["Musician"] = _rows(40, "m", lambda: {"name": chance.choice(NAMES), "born": _maybe(chance, _day(chance))})
    made.nodes["Band"] = _rows(20, "b", lambda: {"name": chance.choice(NAMES), "founded": _maybe(chance, chance.randint(1960, 1965))})
    made.nodes["Record"] = _rows(120, "r", lambda: _record(chance))
    made.nodes["House"] = _rows(14, "h", lambda: {"name": chance.choice(NAMES)})
    musicians, bands, records, houses = (list(rows) for rows in made.nodes.values())
    made.links["PLAYED_IN"] = [link for musician in musicians for link in _times(chance, musician, bands)]
    made.links["MADE_BY"] = [(record, chance.choice(bands[:15]), {}) for record in records if chance.random() < 0.8]
    made.links["OUT_ON"] = [(record, chance.choice(houses[:10]), {}) for record in records if chance.random() < 0.7]
    pairs = {(chance.choice(records), chance.choice(records)) for _ in range(80)}
    made.links["SAMPLES"] = [(one, other, {}) for one, other in sorted(pairs)]
    made.links["OWNED_BY"] = [link for place, house in enumerate(houses[:-1]) for link in _owners(chance, house, houses[place + 1 :])]
    return made


def _rows(count: int, letter: str, make: Any) -> dict[str, Row]:
    # Not in the order of creation, so that no list is in order by accident.
    numbers = sorted(range(count), key=lambda number: number * 7919 % 101)
    return {id_: {"id": id_, **make()} for id_ in (f"{letter}{number}" for number in numbers)}


def _maybe(chance: random.Random, value: Any) -> Any:
    return value if chance.random() < 0.75 else None


def _day(chance: random.Random) -> str:
    return (date(1970, 1, 1) + timedelta(days=chance.randint(0, 12))).isoformat()


def _record(chance: random.Random) -> Row:
    price = _maybe(chance, chance.randint(1, 5) * 100)
    second = chance.choice(["00", "00.500000", "00.123456", "01"])
    return {
        "title": chance.choice(NAMES),
        "kind": _maybe(chance, chance.choice(["LIVE", "STUDIO"])),
        "released": _maybe(chance, _day(chance)),
        "pressedAt": _maybe(chance, f"{_day(chance)}T10:00:{second}Z"),
        "rating": _maybe(chance, chance.choice([0.0, 1.5, 7.25, 9.0, 1e100, -3.0])),
        "gold": chance.random() < 0.3,
        "price": price,
        "currency": None if price is None else chance.choice(["EUR", "JPY"]),
    }


def _spans(chance: random.Random, count: int) -> list[tuple[str | None, str | None]]:
    """Spans of days that do not overlap; the first may have no beginning, the last no end. Some touch, some leave a gap."""
    days = sorted(chance.sample(range((LAST_DAY - FIRST_DAY).days), count * 2))
    spans = [
        ((FIRST_DAY + timedelta(days=a)).isoformat(), (FIRST_DAY + timedelta(days=b)).isoformat())
        for a, b in zip(days[::2], days[1::2], strict=True)
    ]
    touching = [(spans[place - 1][1] if place and chance.random() < 0.5 else start, end) for place, (start, end) in enumerate(spans)]
    open_ended: list[tuple[str | None, str | None]] = list(touching)
    if count and chance.random() < 0.3:
        open_ended[0] = (None, open_ended[0][1])
    if count and chance.random() < 0.5:
        open_ended[-1] = (open_ended[-1][0], None)
    return open_ended


def _times(chance: random.Random, musician: str, bands: list[str]) -> list[tuple[str, str, Row]]:
    """One band at a time, now and then with several instruments at once, now and then the same band again."""
    links: list[tuple[str, str, Row]] = []
    for start, end in _spans(chance, chance.randint(0, 4)):
        band = chance.choice(bands[:6] if chance.random() < 0.5 else bands[:16])
        instruments = chance.sample(INSTRUMENTS, chance.choice([1, 1, 2, 3]))
        links += [(musician, band, {"instrument": instrument, "from": start, "to": end}) for instrument in instruments]
    return links


def _owners(chance: random.Random, house: str, others: list[str]) -> list[tuple[str, str, Row]]:
    return [(house, chance.choice(others[:3]), {"from": start, "to": end}) for start, end in _spans(chance, chance.randint(0, 3))]


CONSTRAINT_COMMANDS: list[LiteralString] = [
    "CREATE CONSTRAINT music_musician IF NOT EXISTS FOR (n:Musician) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT music_band IF NOT EXISTS FOR (n:Band) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT music_record IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT music_house IF NOT EXISTS FOR (n:House) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX music_record_title IF NOT EXISTS FOR (n:Record) ON (n.title)",
    "CREATE FULLTEXT INDEX music_record_text IF NOT EXISTS FOR (n:Record) ON EACH [n.title, n.kind]",
    "CREATE INDEX music_record_released IF NOT EXISTS FOR (n:Record) ON (n.released)",
]
DROP_COMMANDS: list[LiteralString] = [
    f"DROP {command.replace(' FULLTEXT', '').split()[1]} {command.replace(' FULLTEXT', '').split()[2]} IF EXISTS"
    for command in CONSTRAINT_COMMANDS
]
LOAD_COMMANDS: dict[str, LiteralString] = {
    "Musician": "UNWIND $rows AS row CREATE (n:Musician) SET n = row, n.born = date(row.born)",
    "Band": "UNWIND $rows AS row CREATE (n:Band) SET n = row",
    "Record": "UNWIND $rows AS row CREATE (n:Record) SET n = row, n.released = date(row.released), n.pressedAt = datetime(row.pressedAt)",
    "House": "UNWIND $rows AS row CREATE (n:House) SET n = row",
    "PLAYED_IN": """
UNWIND $rows AS row
MATCH (a:Musician {id: row[0]}) MATCH (b:Band {id: row[1]})
CREATE (a)-[:PLAYED_IN {instrument: row[2].instrument, from: date(row[2].from), to: date(row[2].to)}]->(b)
""",
    "MADE_BY": "UNWIND $rows AS row MATCH (a:Record {id: row[0]}) MATCH (b:Band {id: row[1]}) CREATE (a)-[:MADE_BY]->(b)",
    "OUT_ON": "UNWIND $rows AS row MATCH (a:Record {id: row[0]}) MATCH (b:House {id: row[1]}) CREATE (a)-[:OUT_ON]->(b)",
    "SAMPLES": "UNWIND $rows AS row MATCH (a:Record {id: row[0]}) MATCH (b:Record {id: row[1]}) CREATE (a)-[:SAMPLES]->(b)",
    "OWNED_BY": """
UNWIND $rows AS row
MATCH (a:House {id: row[0]}) MATCH (b:House {id: row[1]})
CREATE (a)-[:OWNED_BY {from: date(row[2].from), to: date(row[2].to)}]->(b)
""",
}


async def load_music(graph: Graph, music: Music) -> None:
    """Writes all of it into an empty graph that has the constraints."""
    for label, rows in music.nodes.items():
        await graph.command(LOAD_COMMANDS[label], {"rows": list(rows.values())})
    for relationship, links in music.links.items():
        await graph.command(LOAD_COMMANDS[relationship], {"rows": [list(link) for link in links]})
