"""The language of lessons and the stems of their texts, by which they are found: derived with each change of a text or of the language."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final, LiteralString

from graph_service.graph import Graph, WriteTransaction
from graph_service.language.lesson_stems import STEMS, language_after, recognise, stem_properties

LANGUAGES_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.language IS NOT NULL
WITH lesson.language AS language, count(*) AS lessons
RETURN collect([language, lessons]) AS languages
"""
TEXTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN collect(lesson {.id, .title, .context, .wentWell, .wentWrong, .recommendation, .extra, .language}) AS lessons
"""
WRITE_STEMS_QUERY: LiteralString = """
UNWIND $rows AS row
MATCH (lesson:Lesson {id: row.id})
SET lesson += row.properties
"""
# Waits for the command or the batch of an import that runs, so that the texts cannot change before their stems are written.
LOCK_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.locked = true
"""
UNSTEMMED_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.id > $after AND lesson.titleStems IS NULL AND lesson.title IS :: STRING NOT NULL
WITH lesson ORDER BY lesson.id LIMIT $size
RETURN collect(lesson {.id, .title, .context, .wentWell, .wentWrong, .recommendation, .extra, .language}) AS lessons
"""
COUNT_UNSTEMMED_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.titleStems IS NULL AND lesson.title IS :: STRING NOT NULL
RETURN count(lesson) AS lessons
"""
BATCH: Final = 500  # lessons; about a third of a second


def derived_properties(properties: Mapping[str, Any], before: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """The language and the stems of a lesson that gets these properties; empty if no text and no language is among them.

    before: its texts and its language so far. A language of None is recognised again.
    """
    if properties.keys().isdisjoint({*STEMS, "language"}):
        return {}
    after = {**before, **properties}
    language = properties["language"] or recognise(after) if "language" in properties else language_after(before, after)
    return {"language": language, **stem_properties(after, language)}


async def refresh_stems(tx: WriteTransaction, lessons: Sequence[str]) -> None:
    """Derives the stems of these lessons from their texts and their language, as they are in the transaction."""
    if lessons:
        found = (await tx.run(TEXTS_QUERY, {"ids": list(lessons)}))[0]["lessons"]
        rows = [{"id": lesson["id"], "properties": stem_properties(lesson, lesson["language"])} for lesson in found]
        await tx.run(WRITE_STEMS_QUERY, {"rows": rows})


async def recognise_again(tx: WriteTransaction, lessons: Sequence[str]) -> None:
    """Recognises the language of these lessons from their texts, as they are in the transaction, and derives their stems."""
    if lessons:
        found = (await tx.run(TEXTS_QUERY, {"ids": list(lessons)}))[0]["lessons"]
        rows = [{"id": lesson["id"], "properties": derived_properties({"language": None}, lesson)} for lesson in found]
        await tx.run(WRITE_STEMS_QUERY, {"rows": rows})


async def fill_stems(graph: Graph, report: Callable[[str], None] = lambda _: None) -> int:
    """Derives language and stems of the lessons that have none, such as those of earlier versions. Returns their number. May run repeatedly
    and several times at once."""
    done, after = 0, ""
    while lessons := await graph.write(partial(_fill, after)):
        done, after = done + len(lessons), lessons[-1]
        report(f"stems of {done:,} lessons")
    return done


async def _fill(after: str, tx: WriteTransaction) -> list[str]:
    """Fills the next BATCH of lessons in the order of their IDs, and returns these."""
    await tx.run(LOCK_QUERY, {})
    found = (await tx.run(UNSTEMMED_QUERY, {"after": after, "size": BATCH}))[0]["lessons"]
    rows = [{"id": lesson["id"], "properties": derived_properties({"language": lesson["language"]}, lesson)} for lesson in found]
    await tx.run(WRITE_STEMS_QUERY, {"rows": rows})
    return [lesson["id"] for lesson in found]
