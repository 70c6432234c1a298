"""Computes the measures of a request: prepares their inputs, runs them in threads, and caches their results."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.columns.snapshot import STILL_LOADING, CurrentColumns
from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.facts.memo import Memo
from graph_service.analysis.measures.declaration import Measure
from graph_service.analysis.measures.registry import MEASURES, PAIR_DRAWS, score_cost_in_rows
from graph_service.analysis.null_model.pair_draws import PairDraws
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.leiden import Clustering, find_communities
from graph_service.analysis.people.person_network import person_network
from graph_service.analysis.people.shared_work import PersonScore
from graph_service.analysis.relevance.compared_texts import ComparedTexts
from graph_service.analysis.relevance.projects import has_topics
from graph_service.analysis.relevance.relevance import TextScores
from graph_service.analysis.relevance.suggested_recurrences import SuggestedRecurrence, suggest_recurrences
from graph_service.api.context import Context
from graph_service.api.network.compared_texts import read_compared_texts
from graph_service.api.network.text_scores import score_project
from graph_service.errors import Timeout
from graph_service.tracing import span

TOO_SLOW: Final = "The computation took longer than the service allows. Request less, or raise GRAPH_SERVICE_ANSWER_TIMEOUT."

STILL_RUNNING: Final = (
    "The computation takes longer than GRAPH_SERVICE_ANSWER_TIMEOUT. If it has started, it continues in the background: request "
    "the field again in a minute."
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation of a measure for a view of the columns, with the arguments of its field."""

    context: Context
    columns: Columns
    view: View
    measure: Measure
    arguments: Mapping[str, Any]

    @property
    def key(self) -> tuple[Any, ...]:
        """Identifies the evaluation among those of the same columns."""
        return self.measure, self.view, tuple(sorted(self.arguments.items()))


async def evaluate(context: Context, view: View, measure: Measure, arguments: Mapping[str, Any]) -> Any:
    """The result of a measure. It is computed once per request, and once per state of the graph if the measure is shared."""
    columns = await read_columns(context)
    evaluation = Evaluation(context, columns, view, measure, {**measure.defaults, **arguments})
    return await context.memo.recall(("charged", *evaluation.key), lambda: _charge_and_recall(evaluation))


async def read_columns(context: Context) -> Columns:
    """The columns that all fields of a request are computed from."""
    return (await read_current(context)).columns


async def read_current(context: Context) -> CurrentColumns:
    """The columns, and how recent they are. Raises Timeout when they are not there by the deadline of the request."""
    return await context.memo.recall("columns", lambda: _read_current(context))


async def _read_current(context: Context) -> CurrentColumns:
    async with _until_deadline(context, STILL_LOADING):
        current = await context.resources.snapshots.current(context.deadline)
    context.as_of = current.as_of
    return current


async def read_score(context: Context, score: PersonScore) -> float:
    """The score of one person. The scores of all people are computed together, once for all requests about the same ties."""

    async def compute() -> Floats:
        context.charge(score_cost_in_rows(score.network), score.function.__name__)
        async with _until_deadline(context, STILL_RUNNING):
            return await context.resources.shared_work.compute(score.function, score.network)

    scores = await context.memo.recall((score.function, score.network), compute)
    return float(scores[score.person])


async def _charge_and_recall(evaluation: Evaluation) -> Any:
    """Charges the cost of the measure, which includes that of its inputs."""
    evaluation.context.charge(evaluation.measure.cost_in_rows(evaluation.columns, evaluation.view), evaluation.measure.name)
    return await _recall(evaluation)


async def _recall(evaluation: Evaluation) -> Any:
    return await evaluation.context.memo.recall(evaluation.key, lambda: _compute(evaluation))


async def _compute(evaluation: Evaluation) -> Any:
    async with _until_deadline(evaluation.context, TOO_SLOW):
        return await _run(evaluation)


@asynccontextmanager
async def _until_deadline(context: Context, message: str) -> AsyncGenerator[None]:
    """Raises Timeout with this message at the deadline of the request."""
    try:
        async with asyncio.timeout_at(context.deadline):
            yield
    except TimeoutError as error:
        raise Timeout(message) from error


async def _run(evaluation: Evaluation) -> Any:
    inputs = [await _read_input(evaluation, name) for name in evaluation.measure.inputs]
    compute = partial(evaluation.measure.function, *inputs, **evaluation.arguments)
    if evaluation.measure.shared:
        results = evaluation.columns.memo.recall("results of measures", Memo)
        compute = partial(results.recall, evaluation.key, compute)
    with span(f"network {evaluation.measure.name}", {}):
        return await evaluation.context.compute((id(evaluation.columns), evaluation.key), compute)


async def _read_input(evaluation: Evaluation, name: str) -> Any:
    """The value of a positional parameter."""
    if name in MEASURES:
        return await _recall(replace(evaluation, measure=MEASURES[name], arguments=MEASURES[name].defaults))
    return await INPUTS[name](evaluation)


async def _columns(evaluation: Evaluation) -> Columns:
    return evaluation.columns


async def _view(evaluation: Evaluation) -> View:
    return evaluation.view


async def _today(evaluation: Evaluation) -> date:
    return date.fromisoformat(evaluation.context.today)


async def _clustering(evaluation: Evaluation) -> Clustering:
    key = id(evaluation.columns), person_network, evaluation.view
    network = await evaluation.context.compute(key, partial(person_network, evaluation.columns, evaluation.view))
    async with _until_deadline(evaluation.context, STILL_RUNNING):
        return await evaluation.context.resources.shared_work.compute(find_communities, network)


async def _chance(evaluation: Evaluation) -> PairDraws | None:
    """None unless the caller compares with chance, because the draws take longer than the flow."""
    if not evaluation.arguments["compare_with_chance"]:
        return None
    return await evaluate(evaluation.context, evaluation.view, PAIR_DRAWS, {})


async def _suggestions(evaluation: Evaluation) -> tuple[SuggestedRecurrence, ...]:
    """Empty if the caller wants only recorded recurrences, because the search can take seconds."""
    if evaluation.arguments["suggested"] is False:
        return ()
    return await suggest_recurrences(LessonTexts(evaluation.context.graph), evaluation.columns, evaluation.view)


async def _project_words(evaluation: Evaluation) -> TextScores:
    return await score_project(evaluation.context, evaluation.columns, evaluation.arguments["project"])


async def _words_of_topicless_project(evaluation: Evaluation) -> TextScores | None:
    project = evaluation.arguments["project"]
    if project is None or evaluation.arguments["text"] is not None or has_topics(evaluation.columns, project):
        return None
    return await score_project(evaluation.context, evaluation.columns, project)


async def _compared(evaluation: Evaluation) -> ComparedTexts:
    context = evaluation.context
    words, today = context.resources.reference_words, date.fromisoformat(context.today)
    return await read_compared_texts(
        context.graph, evaluation.columns, words, evaluation.arguments["text"], today, context.statistics.languages
    )


INPUTS: Final[Mapping[str, Callable[[Evaluation], Awaitable[Any]]]] = {
    "columns": _columns,
    "view": _view,
    "today": _today,
    "clustering": _clustering,
    "chance": _chance,
    "suggestions": _suggestions,
    "project_words": _project_words,
    "compared": _compared,
    "words_of_topicless_project": _words_of_topicless_project,
}
"""How to read each input of a measure, by the name of its parameter. Other measures are inputs too (see `_read_input`)."""
