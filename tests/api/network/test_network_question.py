"""Fields of one `network` that need the same measure compute it once."""

import asyncio
from datetime import date
from functools import partial

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.view import View
from graph_service.api.network.question import Question
from tests.analysis.random_organisations import columns_of, random_organisation


async def test_same_measure_with_the_same_arguments_is_computed_once() -> None:
    calls: list[int] = []

    def measure(_columns: Columns, _view: View, *, first: int) -> int:
        calls.append(first)
        return first

    question = Question(columns_of(random_organisation(0)), View(date(2024, 2, 10)))
    answers = await asyncio.gather(*(question.ask(partial(measure, first=first)) for first in (1, 1, 2)))
    assert (answers, sorted(calls)) == ([1, 1, 2], [1, 2])
