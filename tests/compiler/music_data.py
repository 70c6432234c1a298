"""About two hundred generated nodes as plain rows, with missing values, ties, parallel relationships, dates and many scripts.

The texts do not mix characters from U+E000 to U+FFFF with characters above U+FFFF. For such texts, Neo4j's order of stored texts (by code
point) differs from its comparison with a parameter (by UTF-16 code unit).
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
    """The rows of each label by id, and of each relationship type as (start id, end id, properties)."""

    nodes: dict[str, dict[str, Row]] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str, Row]]] = field(default_factory=dict)


def generate_music(seed: int) -> Music:
    """The music of this seed: the same rows for the same seed."""
    rng = random.Random(seed)
    music = Music()
    music.nodes["Musician"] = _rows(40, "m", lambda: {"name": rng.choice(NAMES), "born": _maybe(rng, _day(rng))})
    music.nodes["Band"] = _rows(20, "b", lambda: {"name": rng.choice(NAMES), "founded": _maybe(rng, rng.randint(1960, 1965))})
    music.nodes["Record"] = _rows(120, "r", lambda: _record(rng))
    music.nodes["House"] = _rows(14, "h", lambda: {"name": rng.choice(NAMES)})
    deleted = random.Random(seed)
    for row in music.nodes["Record"].values():
        row["deletedOn"] = _day(deleted) if deleted.random() < 0.2 else None
    musicians, bands, records, houses = (list(rows) for rows in music.nodes.values())
    music.links["PLAYED_IN"] = [link for musician in musicians for link in _times(rng, musician, bands)]
    music.links["MADE_BY"] = [(record, rng.choice(bands[:15]), {}) for record in records if rng.random() < 0.8]
    music.links["OUT_ON"] = [(record, rng.choice(houses[:10]), {}) for record in records if rng.random() < 0.7]
    pairs = {(rng.choice(records), rng.choice(records)) for _ in range(80)}
    music.links["SAMPLES"] = [(record, sampled, {}) for record, sampled in sorted(pairs)]
    music.links["OWNED_BY"] = [link for index, house in enumerate(houses[:-1]) for link in _owners(rng, house, houses[index + 1 :])]
    return music


def _rows(count: int, letter: str, make: Any) -> dict[str, Row]:
    # Not created in the order of ids, so that no list is sorted by accident.
    numbers = sorted(range(count), key=lambda number: number * 7919 % 101)
    return {id_: {"id": id_, **make()} for id_ in (f"{letter}{number}" for number in numbers)}


def _maybe(rng: random.Random, value: Any) -> Any:
    return value if rng.random() < 0.75 else None


def _day(rng: random.Random) -> str:
    return (date(1970, 1, 1) + timedelta(days=rng.randint(0, 12))).isoformat()


def _record(rng: random.Random) -> Row:
    price = _maybe(rng, rng.randint(1, 5) * 100)
    second = rng.choice(["00", "00.500000", "00.123456", "01"])
    return {
        "title": rng.choice(NAMES),
        "kind": _maybe(rng, rng.choice(["LIVE", "STUDIO"])),
        "released": _maybe(rng, _day(rng)),
        "pressedAt": _maybe(rng, f"{_day(rng)}T10:00:{second}Z"),
        "rating": _maybe(rng, rng.choice([0.0, 1.5, 7.25, 9.0, 1e100, -3.0])),
        "gold": rng.random() < 0.3,
        "price": price,
        "currency": None if price is None else rng.choice(["EUR", "JPY"]),
    }


def _spans(rng: random.Random, count: int) -> list[tuple[str | None, str | None]]:
    """Periods that do not overlap. The first may have no start and the last no end; some are adjacent, some leave a gap."""
    days = sorted(rng.sample(range((LAST_DAY - FIRST_DAY).days), count * 2))
    spans = [
        ((FIRST_DAY + timedelta(days=a)).isoformat(), (FIRST_DAY + timedelta(days=b)).isoformat())
        for a, b in zip(days[::2], days[1::2], strict=True)
    ]
    touching = [(spans[index - 1][1] if index and rng.random() < 0.5 else start, end) for index, (start, end) in enumerate(spans)]
    open_ended: list[tuple[str | None, str | None]] = list(touching)
    if count and rng.random() < 0.3:
        open_ended[0] = (None, open_ended[0][1])
    if count and rng.random() < 0.5:
        open_ended[-1] = (open_ended[-1][0], None)
    return open_ended


def _times(rng: random.Random, musician: str, bands: list[str]) -> list[tuple[str, str, Row]]:
    """One band at a time; sometimes several instruments at once, sometimes the same band again."""
    links: list[tuple[str, str, Row]] = []
    for start, end in _spans(rng, rng.randint(0, 4)):
        band = rng.choice(bands[:6] if rng.random() < 0.5 else bands[:16])
        instruments = rng.sample(INSTRUMENTS, rng.choice([1, 1, 2, 3]))
        links += [(musician, band, {"instrument": instrument, "from": start, "to": end}) for instrument in instruments]
    return links


def _owners(rng: random.Random, house: str, others: list[str]) -> list[tuple[str, str, Row]]:
    return [(house, rng.choice(others[:3]), {"from": start, "to": end}) for start, end in _spans(rng, rng.randint(0, 3))]


CONSTRAINT_COMMANDS: list[LiteralString] = [
    "CREATE CONSTRAINT music_musician IF NOT EXISTS FOR (n:Musician) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT music_band IF NOT EXISTS FOR (n:Band) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT music_record IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT music_house IF NOT EXISTS FOR (n:House) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX music_record_title IF NOT EXISTS FOR (n:Record) ON (n.title)",
    "CREATE FULLTEXT INDEX music_record_text IF NOT EXISTS FOR (n:Record) ON EACH [n.title, n.kind]",
    "CREATE INDEX music_record_deleted IF NOT EXISTS FOR (n:Record) ON (n.deletedOn)",
    "CREATE INDEX music_record_released IF NOT EXISTS FOR (n:Record) ON (n.released)",
]
DROP_COMMANDS: list[LiteralString] = [
    f"DROP {command.replace(' FULLTEXT', '').split()[1]} {command.replace(' FULLTEXT', '').split()[2]} IF EXISTS"
    for command in CONSTRAINT_COMMANDS
]
LOAD_COMMANDS: dict[str, LiteralString] = {
    "Musician": "UNWIND $rows AS row CREATE (n:Musician) SET n = row, n.born = date(row.born)",
    "Band": "UNWIND $rows AS row CREATE (n:Band) SET n = row",
    "Record": "UNWIND $rows AS row CREATE (n:Record) SET n = row, n.released = date(row.released), n.deletedOn = date(row.deletedOn), n.pressedAt = datetime(row.pressedAt)",
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
    """Writes the music to an empty graph that has the constraints."""
    for label, rows in music.nodes.items():
        await graph.command(LOAD_COMMANDS[label], {"rows": list(rows.values())})
    for relationship, links in music.links.items():
        await graph.command(LOAD_COMMANDS[relationship], {"rows": [list(link) for link in links]})
