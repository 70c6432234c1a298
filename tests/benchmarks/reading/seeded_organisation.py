"""The benchmark organisation: import tables of a given size, generated from a fixed seed. The same size always gives the same tables.

Sizes, days and shares resemble real organisations: a few topics, lessons and projects have most of the traffic, three of four reuses stay
in the department that learned the lesson, and one person in three has moved once.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, SupportsInt

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

FIRST_DAY: Final = date(2018, 9, 24)
DAYS: Final = 2_922
NEVER: Final = 10**6
SEED: Final = 20_260_924
WORDS: Final = """
supplier delay contract scope change budget forecast risk register stakeholder workshop requirement baseline approval milestone vendor migration cutover rehearsal rollback
testing acceptance defect environment data quality interface training adoption sponsor governance steering committee escalation resource capacity schedule float dependency
procurement tender invoice claim penalty permit safety inspection site access subcontractor design freeze drawing revision handover warranty commissioning licence security
audit review estimate contingency reserve benefit closure archive lesson retrospective kickoff charter plan communication language translation customer complaint feedback
pilot prototype integration legacy cloud network outage recovery backup monitoring incident root cause checklist template standard process owner role decision log meeting
travel weather logistics customs shipment storage damage insurance legal privacy compliance regulator report early late missing unclear agreed measured repeated avoided
weekly monthly before after during without because although
""".split()
SYLLABLES: Final = "ka lo mi ren tor vas pel dun fi gra hol jen kri lun mon nar os pra qui ras sol tem ul ver wex yor zan".split()
INVENTED: Final = 1_800  # number of words made of syllables, so that the full-text index has a realistic vocabulary
LETTERS_A_WORD: Final = 6.9
TITLES: Final = ("Project Manager", "Engineer", "Analyst", "Architect", "Buyer")


@dataclass(frozen=True, slots=True)
class Size:
    """The number of nodes of each type. Departments form a tree: one root, its branches, and their leaves."""

    branches: int
    leaves: int
    people: int
    projects: int
    topics: int
    lessons: int
    reuses: int

    @property
    def departments(self) -> int:
        """The total number of departments."""
        return 1 + self.branches + self.leaves


SIZES: Final = {
    "S": Size(4, 15, 2_000, 400, 200, 10_000, 30_000),
    "L": Size(9, 50, 20_000, 4_000, 1_000, 100_000, 300_000),
    "XL": Size(9, 50, 60_000, 12_000, 1_000, 333_000, 1_000_000),
}


def iso(day: SupportsInt) -> str:
    """ISO date of the day this many days after the first day."""
    return (FIRST_DAY + timedelta(days=int(day))).isoformat()


def falling(count: int, by: float) -> NDArray[np.float64]:
    """Shares that decrease with rank."""
    shares = 1 / np.arange(1, count + 1) ** by
    return shares / shares.sum()


class Texts:
    """Generates sentences of a given length over a vocabulary in which few words are frequent."""

    def __init__(self, chance: np.random.Generator) -> None:
        invented = ["".join(chance.choice(SYLLABLES, chance.integers(2, 4))) for _ in range(INVENTED)]
        self._chance = chance
        self._words = np.array(WORDS + invented)
        self._ends = np.cumsum(falling(len(self._words), 0.75))

    def sentences(self, count: int, letters: int) -> list[str]:
        """Generates `count` texts of about `letters` letters each."""
        words = int(letters / LETTERS_A_WORD) + 2
        rows = self._words[np.searchsorted(self._ends, self._chance.random(count * words))].reshape(count, words)
        lengths = np.maximum(self._chance.normal(letters, letters * 0.15, count), 12).astype(int)
        cut = (" ".join(row)[:length].rsplit(" ", 1)[0] for row, length in zip(rows, lengths, strict=True))
        return [f"{text.capitalize()}." for text in cut]


class Organisation:
    """Generates the tables one after the other from one random stream."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.folder, self.size = folder, size
        self.chance = np.random.default_rng(SEED + size.lessons)
        self.texts = Texts(self.chance)
        shares = falling(size.departments, 0.4)
        shares[: 1 + size.branches] *= 0.3  # people belong to the leaves of the tree
        self.department_shares = shares / shares.sum()
        self.topic_ends = np.cumsum(falling(size.topics, 1.05))

    def write(self) -> None:
        """Writes every table."""
        self._write_departments()
        self._write_topics()
        self._write_people()
        self._write_projects()
        self._write_lessons()
        self._write_reuses()

    def _save(self, table: str, header: str, rows: Iterable[Sequence[Any]]) -> None:
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split())
            writer.writerows(rows)

    def _departments(self, count: int) -> Numbers:
        return self.chance.choice(self.size.departments, count, p=self.department_shares)

    def _topics(self, most: int, counts: Numbers) -> list[str]:
        """For each count, a cell with this many topics; fewer when the same topic was drawn twice."""
        drawn = np.searchsorted(self.topic_ends, self.chance.random((len(counts), most))).clip(max=self.size.topics - 1)
        rows = zip(drawn.tolist(), counts.tolist(), strict=True)
        return ["|".join(f"t{topic:04}" for topic in dict.fromkeys(row[:count])) for row, count in rows]

    # Structure: topics, departments, people

    def _write_departments(self) -> None:
        branches, count = self.size.branches, self.size.departments
        above = ["", *(["d000"] * branches), *(f"d{1 + leaf % branches:03}" for leaf in range(self.size.leaves))]
        rows = zip(range(count), self.texts.sentences(count, 120), above, strict=True)
        table = ((f"d{n:03}", f"Department {n:03} {WORDS[n * 7 % len(WORDS)]}", text, parent) for n, text, parent in rows)
        self._save("departments", "id name description partOf", table)

    def _write_topics(self) -> None:
        texts = enumerate(self.texts.sentences(self.size.topics, 100))
        table = (
            (f"t{n:04}", f"{WORDS[n % len(WORDS)]} {WORDS[(n * 3 + 1) % len(WORDS)]} {n}", text, f"t{n // 5:04}" if n >= 5 else "")
            for n, text in texts
        )
        self._save("topics", "id name description broader", table)

    def _write_people(self) -> None:
        count = self.size.people
        self.before, self.after = self._departments(count), self._departments(count)
        moves = (self.chance.random(count) < 0.33) & (self.before != self.after)
        self.moved_on = np.where(moves, self.chance.integers(400, DAYS - 200, count), NEVER)
        names = self.chance.choice(SYLLABLES, (count, 4))
        active, discoverable = self.chance.random(count) < 0.92, self.chance.random(count) < 0.9
        titles = self.chance.choice(TITLES, count)
        people = (
            (
                f"p{n:06}",
                f"{one}{two} {three}{four} {n}".title(),
                f"p{n:06}@example.org",
                titles[n],
                str(active[n]).lower(),
                str(discoverable[n]).lower(),
            )
            for n, (one, two, three, four) in enumerate(names)
        )
        self._save("people", "id name email title active discoverable", people)
        self._save("memberships", "person department from to", self._memberships())

    def _memberships(self) -> Iterable[Sequence[Any]]:
        for n, (one, other, moved) in enumerate(zip(self.before, self.after, self.moved_on, strict=True)):
            yield f"p{n:06}", f"d{one:03}", iso(-400), "" if moved == NEVER else iso(moved)
            if moved != NEVER:
                yield f"p{n:06}", f"d{other:03}", iso(moved), ""

    def _department_of(self, people: Numbers, days: Numbers) -> Numbers:
        return np.where(days < self.moved_on[people], self.before[people], self.after[people])

    def _someone_of(self, departments: Numbers, days: Numbers) -> Numbers:
        """For each department and day, a person who most likely belonged to it; any person when it never had any."""
        people = np.empty(len(departments), np.int64)
        for late, members in ((False, self.before), (True, np.where(self.moved_on == NEVER, self.before, self.after))):
            for department in range(self.size.departments):
                wanted = (departments == department) & ((days > DAYS // 2) == late)
                pool = np.flatnonzero(members == department)
                people[wanted] = self.chance.choice(pool if len(pool) else self.size.people, wanted.sum())
        return people

    # Work: projects, lessons, reuses

    def _write_projects(self) -> None:
        count = self.size.projects
        self.owner = self._departments(count)
        self.started = self.chance.integers(0, DAYS - 120, count)
        self.ended = np.minimum(self.started + self.chance.integers(120, 900, count), DAYS)
        names, summaries = self.texts.sentences(count, 40), self.texts.sentences(count, 200)
        topics = self._topics(2, np.full(count, 2))
        table = (
            (
                f"j{n:05}",
                names[n][:-1],
                summaries[n],
                "CLOSED" if self.ended[n] < DAYS else "RUNNING",
                iso(self.started[n]),
                iso(self.ended[n]) if self.ended[n] < DAYS else "",
                f"d{self.owner[n]:03}",
                topics[n],
            )
            for n in range(count)
        )
        self._save("projects", "id name summary status startedOn endedOn owner topics", table)
        owned = [np.flatnonzero(self.owner == department) for department in range(self.size.departments)]
        self.projects_of = [projects if len(projects) else np.arange(count) for projects in owned]

    def _write_lessons(self) -> None:
        count = self.size.lessons
        shares = self.chance.pareto(1.6, self.size.projects) + 0.2
        project = self.chance.choice(self.size.projects, count, p=shares / shares.sum())
        length = np.maximum(self.ended - self.started, 1)[project]
        self.learned = np.minimum(self.started[project] + (self.chance.random(count) * length).astype(np.int64), DAYS - 1)
        wanted = np.where(self.chance.random(count) < 0.75, self.owner[project], self._departments(count))
        learner = self._someone_of(wanted, self.learned)
        with_whom = np.where(
            self.chance.random(count) < 0.6, self._someone_of(wanted, self.learned), self.chance.integers(0, self.size.people, count)
        )
        second = np.where(self.chance.random(count) < 0.35, with_whom, learner)
        self.learned_in = self._department_of(learner, self.learned)
        self.status = self.chance.choice(["PUBLISHED", "DRAFT", "RETIRED"], count, p=[0.85, 0.08, 0.07])
        self._save_lessons(project, learner, second)
        worked = sorted(set(zip(learner.tolist(), project.tolist(), strict=True)))
        assignments = ((f"p{person:06}", f"j{on:05}", "member", iso(self.started[on])) for person, on in worked)
        self._save("assignments", "person project role from", assignments)

    def _save_lessons(self, project: Numbers, learner: Numbers, second: Numbers) -> None:
        count = self.size.lessons
        titles = self.texts.sentences(count, 60)
        context, story, recommendation = (self.texts.sentences(count, 300) for _ in range(3))
        good = self.chance.random(count) < 0.4
        phase = self.chance.choice(["BEFORE", "DURING", "AFTER"], count, p=[0.15, 0.6, 0.25])
        topics = self._topics(3, self.chance.integers(1, 4, count))
        table = (
            (
                f"l{n:06}",
                titles[n][:-1],
                context[n],
                story[n] if good[n] else "",
                "" if good[n] else story[n],
                recommendation[n],
                phase[n],
                self.status[n],
                iso(self.learned[n]),
                iso(min(self.learned[n] + 700, DAYS)) if self.status[n] == "RETIRED" else "",
                "|".join(f"p{person:06}" for person in dict.fromkeys((learner[n], second[n]))),
                f"j{project[n]:05}",
                topics[n],
                f"https://example.org/lessons/l{n:06}",
            )
            for n in range(count)
        )
        header = "id title context wentWell wentWrong recommendation phase status learnedOn retiredOn learnedBy project topics sourceUrl"
        self._save("lessons", header, table)

    def _write_reuses(self) -> None:
        count = self.size.reuses
        shares = self.chance.permutation(falling(self.size.lessons, 0.8))
        shares *= np.select([self.status == "DRAFT", self.status == "RETIRED"], [0, 0.05], 1)
        lesson = self.chance.choice(self.size.lessons, count, p=shares / shares.sum())
        reused = np.minimum(self.learned[lesson] + 1 + self.chance.exponential(400, count).astype(np.int64), DAYS)
        wanted = np.where(self.chance.random(count) < 0.73, self.learned_in[lesson], self._departments(count))
        person = self._someone_of(wanted, reused)
        # People who had moved away or had not arrived yet are drawn once more.
        person = np.where(self._department_of(person, reused) == wanted, person, self._someone_of(wanted, reused))
        department = self._department_of(person, reused)
        outcome = self.chance.choice(["HELPED", "NO_EFFECT", "BACKFIRED"], count, p=[0.8, 0.16, 0.04])
        hours = np.round(self.chance.gamma(1.5, 12, count) - 3, 1)
        notes = self.texts.sentences(count, 80)
        table = (
            (
                f"r{n:06}",
                f"l{lesson[n]:06}",
                f"p{person[n]:06}",
                f"j{self.chance.choice(self.projects_of[department[n]]):05}",
                iso(reused[n]),
                outcome[n],
                notes[n],
                hours[n],
                f"{abs(hours[n]) * 95:.2f}",
                "EUR",
            )
            for n in range(count)
        )
        self._save("reuses", "id lesson person project reusedOn outcome note hoursSaved costAvoided currency", table)


def write_tables(folder: Path, size: str) -> None:
    """Creates a folder and writes the tables of the organisation of this size ("S" or "L") to it."""
    folder.mkdir(parents=True, exist_ok=True)
    Organisation(folder, SIZES[size]).write()
