"""Tables of a flat organisation of 60 departments with long names, without a level above them. Some have no reuse, one is a silo."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

DEPARTMENTS = 60
PEOPLE = 5  # in each department: as many as are reported by themselves
SILENT = 6  # departments that neither give nor take
KINDS = ("Maintenance", "Planning and Procurement", "Water Quality Laboratory", "Fleet", "Citizens’ Information Services")


def write_tables(folder: Path) -> None:
    """Creates the folder and writes departments, people, memberships, projects, lessons and reuses to it."""
    folder.mkdir(parents=True, exist_ok=True)
    random, numbers = Random(60), range(DEPARTMENTS)
    people = [(f"p{d}-{n}", d) for d in numbers for n in range(PEOPLE)]
    lessons = [(f"l{d}-{n}", d, date(2024, 1, 1) + timedelta(days=7 * n)) for d in numbers for n in range(4)]
    _write(folder / "departments.csv", "id,name", [[f"d{d}", f"{KINDS[d % 5]} {d + 1}"] for d in numbers])
    _write(folder / "people.csv", "id,name", [[person, f"Person {person}"] for person, _ in people])
    _write(folder / "memberships.csv", "person,department,from", [[person, f"d{d}", "2020-01-01"] for person, d in people])
    _write(folder / "projects.csv", "id,name,status,startedOn", [[f"j{d}", f"Project {d}", "RUNNING", "2023-01-01"] for d in numbers])
    _write(
        folder / "lessons.csv",
        "id,title,recommendation,status,learnedOn,publishedOn,learnedBy,project",
        [[lesson, f"Lesson {lesson}", "Do it.", "PUBLISHED", day, day, f"p{d}-0", f"j{d}"] for lesson, d, day in lessons],
    )
    _write(folder / "reuses.csv", "id,lesson,person,project,reusedOn", list(_reuses(random, [lesson for lesson, _, _ in lessons])))


def _reuses(random: Random, lessons: list[str]) -> list[list[object]]:
    made: list[list[object]] = []
    for d in range(DEPARTMENTS - SILENT):
        for n in range(random.randint(1, 24)):
            own = d == 0 or random.random() < d / (2 * DEPARTMENTS)
            giver = d if own else random.randrange(DEPARTMENTS - SILENT)
            day = date(2024, 3, 1) + timedelta(days=random.randrange(600))
            made.append([f"r{d}-{n}", lessons[4 * giver + random.randrange(4)], f"p{d}-{random.randint(1, 4)}", f"j{d}", day])
    return made


def _write(path: Path, header: str, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header.split(","), *rows])
