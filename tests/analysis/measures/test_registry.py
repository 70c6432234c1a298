"""Every measure is declared in full: GraphQL takes its descriptions, and the budget of a request its cost, from the declaration."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from graph_service.analysis.measures.declaration import Measure
from graph_service.analysis.measures.registry import MEASURES
from graph_service.analysis.organisation.view import View
from graph_service.api.network.evaluation import INPUTS
from graph_service.mapping.resolution import attribute_docstrings
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import Rows

CHART = date(2024, 2, 10)
NOT_IN_GRAPHQL = {"View", "PersonScore", "Money"}  # Money has a GraphQL type of its own


def result_types(hint: Any) -> Iterator[type]:
    """The dataclasses that a result is made of."""
    for argument in get_args(hint):
        yield from result_types(argument)
    if is_dataclass(hint) and isinstance(hint, type) and hint.__name__ not in NOT_IN_GRAPHQL:
        yield hint
        for attribute in get_type_hints(hint).values():
            yield from result_types(attribute)


RESULT_TYPES = {cls.__name__: cls for measure in MEASURES.values() for cls in result_types(get_type_hints(measure.function)["return"])}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_measure_and_its_arguments_have_descriptions(measure: Measure) -> None:
    assert measure.description.endswith((".", "?"))
    for argument in measure.arguments:
        assert get_origin(argument.annotation) is Annotated, argument.name
        assert isinstance(get_args(argument.annotation)[1], str), argument.name


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_cost_of_a_measure_grows_with_what_it_reads(measure: Measure) -> None:
    costs = [
        measure.cost(columns_of(rows), View(CHART))
        for rows in (Rows(), random_organisation(1), random_organisation(1, reuses=160, lessons=60))
    ]
    assert costs[0] < costs[1] < costs[2]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_every_input_of_a_measure_is_known(measure: Measure) -> None:
    assert set(measure.inputs) <= {*INPUTS, *MEASURES}


@pytest.mark.parametrize("measure", [measure for measure in MEASURES.values() if measure.shared], ids=lambda measure: measure.name)
def test_a_shared_result_depends_on_nothing_but_columns_view_and_arguments(measure: Measure) -> None:
    """The clustering is that of the view's person network."""
    assert set(measure.inputs) <= {"columns", "view", "clustering"}


@pytest.mark.parametrize("cls", RESULT_TYPES.values(), ids=RESULT_TYPES)
def test_a_result_and_its_attributes_have_descriptions(cls: type) -> None:
    texts = {name: text for base in cls.__mro__ if is_dataclass(base) for name, text in attribute_docstrings(base).items()}
    assert [field.name for field in fields(cls) if not texts.get(field.name, "").endswith(".")] == []
    assert cls.__doc__


def test_the_results_of_all_measures_are_checked() -> None:
    assert {"Silo", "Group", "Period", "Expert", "PathStep", "ShelfStep"} <= RESULT_TYPES.keys()
