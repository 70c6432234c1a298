"""An organisation as known on a given day: neither the columns nor the full-text index contain anything later."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from graph_service.analysis.columns.column_store import Columns
from graph_service.graph import Graph, WriteTransaction
from tests.analysis.rows import AssignmentRow, LessonRow, Rows, build

TEXTS = (
    "MATCH (l:Lesson) RETURN collect([l.id, l {.title, .context, .wentWell, .wentWrong, .recommendation, "
    ".titleStems, .contextStems, .wentWellStems, .wentWrongStems, .recommendationStems, .extraStems}])"
)
CLEAR = (
    "MATCH (l:Lesson) REMOVE l.title, l.context, l.wentWell, l.wentWrong, l.recommendation, "
    "l.titleStems, l.contextStems, l.wentWellStems, l.wentWrongStems, l.recommendationStems, l.extraStems"
)
WRITE = "UNWIND $texts AS text MATCH (l:Lesson {id: text[0]}) SET l += text[1]"

Text = dict[str, str | None]


def published_by(lesson: LessonRow, day: int) -> bool:
    """Whether the lesson was published by the end of that day."""
    return lesson.published is not None and lesson.published <= day


def available_on(lesson: LessonRow, day: int) -> bool:
    """Whether the lesson could be reused on that day."""
    return published_by(lesson, day) and (lesson.retired is None or day < lesson.retired)


def rows_of(rows: Rows, day: int) -> Rows:
    """The lessons published, reuses made and work started by the end of that day. Work without a start day starts with its project."""
    began = {project.id: project.started for project in rows.projects}

    def begun(work: AssignmentRow) -> bool:
        since = began.get(work.project) if work.since is None else work.since
        return since is None or since <= day

    return replace(
        rows,
        lessons=[lesson for lesson in rows.lessons if published_by(lesson, day)],
        reuses=[reuse for reuse in rows.reuses if reuse.day <= day],
        assignments=[work for work in rows.assignments if begun(work)],
    )


def columns_of(rows: Rows) -> Columns:
    """Builds the columns with the code of the product. Small departments do not matter for rankings."""
    return build(rows, min_group=1)


@dataclass(slots=True)
class Texts:
    """Removes the texts of all lessons from a graph and restores them day by day, so that the index contains only published lessons."""

    graph: Graph
    waiting: dict[str, Text] = field(default_factory=dict)

    async def take_out(self) -> dict[str, Text]:
        """Removes all texts and returns them by lesson."""
        self.waiting = dict(await self.graph.read(TEXTS))
        await self._write(CLEAR, [])
        return dict(self.waiting)

    async def put_back(self, lessons: Iterable[LessonRow], day: int) -> None:
        """Restores the texts of the lessons published by that day."""
        ids = [lesson.id for lesson in lessons if lesson.id in self.waiting and published_by(lesson, day)]
        if ids:
            await self._write(WRITE, [[id_, self.waiting.pop(id_)] for id_ in ids])

    async def _write(self, statement: Any, texts: list[Any]) -> None:
        async def work(transaction: WriteTransaction) -> None:
            await transaction.run(statement, {"texts": texts})

        await self.graph.write(work)
