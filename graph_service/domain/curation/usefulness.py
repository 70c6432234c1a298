"""What makes a lesson useful to others, as checks with a reason. The rules are simple enough that authors can follow them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.graph import Graph, WriteTransaction
from graph_service.model.enums import DescribedEnum

CHECKED_LESSONS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})
RETURN collect([id, {
  title: lesson.title,
  context: lesson.context,
  went_well: lesson.wentWell,
  went_wrong: lesson.wentWrong,
  recommendation: lesson.recommendation,
  phase: lesson.phase,
  topics: COUNT { (lesson)-[:ABOUT]->() },
  project: head([(lesson)-[:LEARNED_ON]->(project) | project.name])
}]) AS checked
"""
PROJECT_NAME_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
RETURN project.name
"""
MIN_WORDS: Final = 3  # of a recommendation: "Ask early" says too little
MAX_NAMED: Final = 5  # abbreviations that a reason lists
MAX_CHECKED: Final = 20_000  # characters of a text that are checked
ABBREVIATION: Final = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{1,5}(?![\w-])")
EXPLAINED: Final = re.compile(r"\(([A-Z][A-Z0-9]{1,5})\)|(?<!\w)([A-Z][A-Z0-9]{1,5})(?=\s*(?:\(|=|:|stands for|means|is short for))")
# Abbreviations that readers everywhere know.
WELL_KNOWN_WORDS: Final = "AI API CAD CEO CFO CO2 CV DIY EU FAQ GPS HR ID IT KPI LED NATO NASA OK PC PDF PIN PMO QA QR SMS SQL TV UK UN URL US USA USB VAT VPN XLSX"
WELL_KNOWN: Final = frozenset(WELL_KNOWN_WORDS.split())


class UsefulnessCheck(DescribedEnum):
    """A check of what makes a lesson useful to others."""

    BEYOND_PROJECT = "BEYOND_PROJECT", "applies beyond the project", "The title and the recommendation do not name the project."
    UNDERSTANDABLE = "UNDERSTANDABLE", "understandable for others", "It says what happened, and explains its abbreviations."
    RECOMMENDATION = "RECOMMENDATION", "has a recommendation", "The recommendation has at least three words."
    TOPIC = "TOPIC", "has a topic", "It has at least one topic, so that others find it and a steward reviews it."
    PHASE = "PHASE", "has a phase", "It says in which phase of a project it is useful, so that it is suggested then."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check of a lesson."""

    check: UsefulnessCheck
    """What is checked."""
    passed: bool
    """Whether the lesson passes."""
    reason: str
    """Why, as a sentence for the author: what is there, or what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLesson:
    """The values that the checks use. topics: how many it has. project: the name of its project."""

    title: str | None = None
    context: str | None = None
    went_well: str | None = None
    went_wrong: str | None = None
    recommendation: str | None = None
    phase: str | None = None
    topics: int = 0
    project: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts, the title first."""
        stated = (self.title, self.context, self.went_well, self.went_wrong, self.recommendation)
        return tuple(text[:MAX_CHECKED] for text in stated if text)


def check_usefulness(lesson: CheckedLesson) -> tuple[CheckResult, ...]:
    """The results of all checks, in the order of UsefulnessCheck."""
    return (
        _check_beyond_project(lesson),
        _check_understandable(lesson),
        _check_recommendation(lesson),
        _result(UsefulnessCheck.TOPIC, lesson.topics > 0, "It has a topic.", "It has no topic. Choose one, so that others find it."),
        _result(
            UsefulnessCheck.PHASE,
            bool(lesson.phase),
            "It says when in a project it is useful.",
            "It has no phase. Choose when in a project it is useful, so that it is suggested then.",
        ),
    )


def failed_checks(lesson: CheckedLesson) -> tuple[CheckResult, ...]:
    """The checks that the lesson does not pass."""
    return tuple(result for result in check_usefulness(lesson) if not result.passed)


async def read_checked_lesson(tx: WriteTransaction, lesson: str) -> CheckedLesson:
    """The values that the checks use, of an existing lesson."""
    ((_, properties),) = (await tx.run(CHECKED_LESSONS_QUERY, {"lessons": [lesson]}))[0]["checked"]
    return CheckedLesson(**properties)


async def read_checked_lessons(graph: Graph, lessons: Sequence[str]) -> dict[str, CheckedLesson]:
    """The values that the checks use, by the ID of the lesson."""
    rows: list[tuple[str, dict[str, Any]]] = await graph.read(CHECKED_LESSONS_QUERY, {"lessons": list(lessons)})
    return {id_: CheckedLesson(**properties) for id_, properties in rows}


async def read_project_name(graph: Graph, project: str) -> str | None:
    """The name of a project; None if there is none with this ID."""
    return await graph.read(PROJECT_NAME_QUERY, {"project": project})


def unexplained_abbreviations(texts: Sequence[str]) -> list[str]:
    """The abbreviations of two to six capitals and digits that no text explains, in the order in which they occur.

    "Work breakdown structure (WBS)", "WBS (work breakdown structure)", "WBS = ..." and "WBS stands for ..." explain one. A text in capitals
    only has no abbreviations.
    """
    mixed = [text for text in texts if not text.isupper()]
    found = dict.fromkeys(word for text in mixed for word in ABBREVIATION.findall(text))
    explained = {word for text in texts for pair in EXPLAINED.findall(text) for word in pair}
    return [word for word in found if word not in WELL_KNOWN and word not in explained]


def names_project(text: str, project: str) -> bool:
    """Whether a text contains the name of the project as words. A name of one word must have the same case, because it may be a common word."""
    flags = re.IGNORECASE if len(project.split()) > 1 else 0
    return re.search(rf"(?<!\w){re.escape(project)}(?!\w)", text, flags) is not None


def _check_beyond_project(lesson: CheckedLesson) -> CheckResult:
    stated = {"title": lesson.title, "recommendation": lesson.recommendation}
    named = [name for name, text in stated.items() if text and lesson.project and names_project(text[:MAX_CHECKED], lesson.project)]
    reason = (
        f"The {' and the '.join(named)} {'name' if len(named) > 1 else 'names'} the project. Say it so that it holds for other projects."
    )
    return _result(UsefulnessCheck.BEYOND_PROJECT, not named, "Its title and recommendation do not name the project.", reason)


def _check_understandable(lesson: CheckedLesson) -> CheckResult:
    unexplained = unexplained_abbreviations(lesson.texts)
    if not any((lesson.context, lesson.went_well, lesson.went_wrong)):
        return CheckResult(
            UsefulnessCheck.UNDERSTANDABLE,
            passed=False,
            reason="It does not say what happened. Write it down for somebody who was not there.",
        )
    listed = ", ".join(unexplained[:MAX_NAMED]) + (" and others" if len(unexplained) > MAX_NAMED else "")
    reason = f"It does not explain {listed}. Write it out once, like: quality gate (QG)."
    return _result(UsefulnessCheck.UNDERSTANDABLE, not unexplained, "It says what happened, without unexplained abbreviations.", reason)


def _check_recommendation(lesson: CheckedLesson) -> CheckResult:
    words = len((lesson.recommendation or "")[:MAX_CHECKED].split())
    missing = "Its recommendation is very short" if words else "It has no recommendation"
    reason = f"{missing}. Say what others should do next time."
    return _result(UsefulnessCheck.RECOMMENDATION, words >= MIN_WORDS, "It has a recommendation.", reason)


def _result(check: UsefulnessCheck, passed: bool, good: str, bad: str) -> CheckResult:
    return CheckResult(check, passed, good if passed else bad)
