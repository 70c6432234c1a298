"""Random import tables of a small organisation: two of them name the same nodes, so that the second changes what the first created."""

import csv
import io
from datetime import date, timedelta
from random import Random
from typing import Any

FIRST = date(2018, 1, 1)
SIZES = {"d": 5, "t": 5, "p": 8, "j": 6, "l": 12, "r": 12, "w": 3}


class RandomTables:
    """Writes tables by a seed. Some rows break a rule, as in real files; what is refused changes nothing."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def tables(self) -> dict[str, str]:
        """The text of each table by its name; now and then a table is missing."""
        makers = {
            "departments": self._departments, "structure": self._structure, "topics": self._topics, "people": self._people,
            "memberships": self._memberships, "projects": self._projects, "ownerships": self._ownerships, "assignments": self._assignments,
            "lessons": self._lessons, "reuses": self._reuses, "rundowns": self._rundowns, "considered": self._considered,
        }  # fmt: skip
        return {name: _csv(make()) for name, make in makers.items() if self.random.random() < 0.85}

    def _ids(self, kind: str) -> list[str]:
        every = [f"{kind}{number}" for number in range(SIZES[kind])]
        return self.random.sample(every, self.random.randint(len(every) // 2, len(every)))

    def _one(self, kind: str, share: float = 1.0) -> str:
        return f"{kind}{self.random.randrange(SIZES[kind])}" if self.random.random() < share else ""

    def _some(self, kind: str, most: int = 2) -> str:
        return "|".join(dict.fromkeys(self._one(kind) for _ in range(self.random.randint(0, most))))

    def _day(self, share: float = 1.0, later: int = 0) -> str:
        day = FIRST + timedelta(days=later + 30 * self.random.randrange(60))
        return day.isoformat() if self.random.random() < share else ""

    def _text(self) -> str:
        return self.random.choice(["", "short", "=1+1", "Größe\nzweite Zeile", "a" * 300]) or f"text {self.random.randrange(100)}"

    def _departments(self) -> list[dict[str, Any]]:
        return [
            {
                "id": id_,
                "name": f"D {self._text()}",
                "description": self._text(),
                "closedOn": self._day(0.2, 900),
                "partOf": self._one("d", 0.3),
            }
            for id_ in self._ids("d")
        ]

    def _structure(self) -> list[dict[str, Any]]:
        return [{"department": id_, "partOf": self._one("d"), "from": self._day(), "to": ""} for id_ in self._ids("d")]

    def _topics(self) -> list[dict[str, Any]]:
        return [{"id": id_, "name": f"T {self._text()}", "broader": self._some("t", 1)} for id_ in self._ids("t")]

    def _people(self) -> list[dict[str, Any]]:
        addresses = self.random.sample([f"p{number}@example.org" for number in range(SIZES["p"] + 2)], SIZES["p"])
        return [
            {
                "id": id_,
                "name": f"P {self._text()}"[:150],
                "email": address,
                "discoverable": self.random.choice(["true", "false"]),
                "title": self._text(),
            }
            for id_, address in zip(self._ids("p"), addresses, strict=False)
        ]

    def _memberships(self) -> list[dict[str, Any]]:
        return [{"person": id_, "department": self._one("d"), "from": self._day(), "to": self._day(0.3, 1800)} for id_ in self._ids("p")]

    def _projects(self) -> list[dict[str, Any]]:
        return [
            {
                "id": id_, "name": f"J {self._text()}", "status": self.random.choice(["RUNNING", "CLOSED", "PLANNED"]), "startedOn": self._day(),
                "endedOn": self._day(0.4, 1800), "owner": self._one("d", 0.6), "topics": self._some("t"),
            }
            for id_ in self._ids("j")
        ]  # fmt: skip

    def _ownerships(self) -> list[dict[str, Any]]:
        return [{"project": id_, "department": self._one("d"), "from": self._day(), "to": ""} for id_ in self._ids("j")[:3]]

    def _assignments(self) -> list[dict[str, Any]]:
        return [
            {
                "person": id_,
                "project": self._one("j"),
                "role": self.random.choice(["", "lead"]),
                "from": self._day(0.5),
                "to": self._day(0.3, 2000),
            }
            for id_ in self._ids("p")
        ]

    def _lessons(self) -> list[dict[str, Any]]:
        return [
            {
                "id": id_, "title": f"L {self._text()}", "context": self._text(), "learnedOn": self._day(), "learnedBy": self._some("p"),
                "learnedIn": self._some("d", 1), "project": self._one("j", 0.8), "topics": self._some("t"), "buildsOn": self._some("l", 1),
                "supersedes": self._one("l", 0.15), "recurrenceOf": self._one("l", 0.1),
                "status": self.random.choice(["PUBLISHED", "PUBLISHED", "PUBLISHED", "DRAFT", "RETIRED"]),
                "restrictedToPeople": self._one("p", 0.1),
            }
            for id_ in self._ids("l")
        ]  # fmt: skip

    def _reuses(self) -> list[dict[str, Any]]:
        return [
            {
                "id": id_, "lesson": self._one("l"), "person": self._one("p", 0.8), "department": self._one("d", 0.3), "project": self._one("j"),
                "reusedOn": self._day(1.0, 900), "outcome": self.random.choice(["", "HELPED", "BACKFIRED"]), "hoursSaved": self.random.choice(["", "1.5", "2"]),
            }
            for id_ in self._ids("r")
        ]  # fmt: skip

    def _rundowns(self) -> list[dict[str, Any]]:
        return [
            {"id": id_, "phase": "BEFORE", "heldOn": self._day(), "project": self._one("j"), "note": self._text()} for id_ in self._ids("w")
        ]

    def _considered(self) -> list[dict[str, Any]]:
        return [
            {"rundown": id_, "lesson": self._one("l"), "decision": "APPLY", "reason": self._text(), "decidedAt": "2024-01-30T09:30:00Z"}
            for id_ in self._ids("w")
        ]


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
