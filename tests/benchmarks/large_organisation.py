"""Import tables of a large organisation: 100,000 lessons, 300,000 reuses; every row is valid. The same seed gives the same tables."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

WORDS = (
    "access agreed approval baseline budget capacity change claim contract cost customer cutover data decision defect delay "
    "delivery design drawing environment estimate forecast handover inspection interface invoice kickoff licence material "
    "meeting migration milestone permit pilot plan quality release requirement reserve review risk rollback safety schedule "
    "scope site sponsor stakeholder supplier system tender test training transport vendor weather workshop "
).split()
FIRST_DAY, DAYS = date(2018, 1, 1), 2_900
DEPARTMENTS, DIVISIONS, PEOPLE, PROJECTS, TOPICS = 60, 10, 20_000, 4_000, 1_000
MOVERS = 3  # one person in three moves once


def day(number: int) -> str:
    """ISO date of the day this many days after the first day."""
    return (FIRST_DAY + timedelta(days=number)).isoformat()


class Organisation:
    """Generates the tables one after the other from one random stream."""

    def __init__(self, folder: Path, lessons: int, reuses: int, seed: int = 20_261) -> None:
        self.folder, self.lessons, self.reuses = folder, lessons, reuses
        self.chance = Random(seed)
        self.sentences = [" ".join(self.chance.choices(WORDS, k=10)).capitalize() + "." for _ in range(5_000)]
        # Department sizes differ by an order of magnitude; the frequencies of topics and lessons differ by more.
        self.department_weights = [1 / (n + 3) for n in range(DEPARTMENTS)]
        self.topic_weights = [1 / (n + 1) for n in range(TOPICS)]
        self.learned_on = [0] * lessons

    def write(self) -> None:
        """Writes every table."""
        self._write_organisation()
        self._write_projects()
        self._write_lessons()
        self._write_reuses()

    def _save(self, table: str, header: str, rows: Iterable[Sequence[object]]) -> None:
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split())
            writer.writerows(rows)

    def _text(self, sentences: int) -> str:
        return " ".join(self.chance.choices(self.sentences, k=sentences))

    def _departments(self, count: int) -> list[int]:
        return self.chance.choices(range(DEPARTMENTS), self.department_weights, k=count)

    def _topics(self, most: int) -> str:
        chosen = self.chance.choices(range(TOPICS), self.topic_weights, k=self.chance.randint(1, most))
        return "|".join(f"t{topic}" for topic in dict.fromkeys(chosen))

    def _write_organisation(self) -> None:
        tree = ((f"d{n}", f"Department {n}", self._text(1), f"d{n % DIVISIONS}" if n >= DIVISIONS else "") for n in range(DEPARTMENTS))
        self._save("departments", "id name description partOf", tree)
        topics = ((f"t{n}", f"Topic {n}", self._text(1), f"t{n // 5}" if n >= 5 else "") for n in range(TOPICS))
        self._save("topics", "id name description broader", topics)
        people = ((f"p{n}", f"Person {n}", f"p{n}@example.org", "Engineer", "true", "true") for n in range(PEOPLE))
        self._save("people", "id name email title active discoverable", people)
        self._save("memberships", "person department from to", self._memberships())

    def _memberships(self) -> Iterable[Sequence[object]]:
        for n, (one, other) in enumerate(zip(self._departments(PEOPLE), self._departments(PEOPLE), strict=True)):
            moves = day(self.chance.randint(300, DAYS - 300)) if n % MOVERS == 0 and one != other else ""
            yield f"p{n}", f"d{one}", day(-400), moves
            if moves:
                yield f"p{n}", f"d{other}", moves, ""

    def _write_projects(self) -> None:
        rows = (
            (f"j{n}", f"Project {n}", self._text(2), "CLOSED", day(n % 2_000), day(n % 2_000 + 400), f"d{owner}", self._topics(2))
            for n, owner in enumerate(self._departments(PROJECTS))
        )
        self._save("projects", "id name summary status startedOn endedOn owner topics", rows)
        work = ((f"p{n}", f"j{self.chance.randrange(PROJECTS)}", "member", "", "") for n in range(PEOPLE))
        self._save("assignments", "person project role from to", work)

    def _write_lessons(self) -> None:
        header = "id title context wentWell wentWrong recommendation phase status learnedOn learnedBy project topics buildsOn sourceUrl"
        self._save("lessons", header, (self._lesson(n) for n in range(self.lessons)))

    def _lesson(self, n: int) -> Sequence[object]:
        learned = self.learned_on[n] = self.chance.randrange(DAYS - 1)
        good = self.chance.random() < 0.4
        story = self._text(4)
        learners = {self.chance.randrange(PEOPLE) for _ in range(1 + (self.chance.random() < 0.35))}
        builds_on = f"l{self.chance.randrange(n)}" if n and self.chance.random() < 0.05 else ""
        return (
            f"l{n}",
            self._text(1)[:-1],
            self._text(4),
            story if good else "",
            "" if good else story,
            self._text(4),
            self.chance.choice(("BEFORE", "DURING", "AFTER")),
            "PUBLISHED",
            day(learned),
            "|".join(f"p{learner}" for learner in sorted(learners)),
            f"j{self.chance.randrange(PROJECTS)}",
            self._topics(3),
            builds_on,
            f"https://example.org/lessons/{n}",
        )

    def _write_reuses(self) -> None:
        header = "id lesson person project reusedOn outcome note hoursSaved costAvoided currency"
        self._save("reuses", header, (self._reuse(n) for n in range(self.reuses)))

    def _reuse(self, n: int) -> Sequence[object]:
        lesson = int(self.lessons * self.chance.random() ** 3)  # a few lessons are reused often
        reused = self.chance.randint(self.learned_on[lesson], DAYS)
        return (
            f"r{n}",
            f"l{lesson}",
            f"p{self.chance.randrange(PEOPLE)}",
            f"j{self.chance.randrange(PROJECTS)}",
            day(reused),
            self.chance.choice(("HELPED", "HELPED", "HELPED", "NO_EFFECT", "BACKFIRED")),
            self._text(1),
            round(self.chance.gauss(10, 8), 1),
            round(self.chance.random() * 5_000, 2),
            "EUR",
        )


def write_tables(folder: Path, lessons: int = 100_000, reuses: int = 300_000) -> None:
    """Creates a folder and writes the tables of an organisation with this many lessons and reuses to it."""
    folder.mkdir(parents=True, exist_ok=True)
    Organisation(folder, lessons, reuses).write()
