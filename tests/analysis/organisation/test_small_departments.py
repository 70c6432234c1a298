"""A department of few people is never shown alone, whatever is asked and whatever is subtracted from what."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.analysis.measures.benefits import BenefitsBy, benefits
from graph_service.analysis.measures.flow import flow
from graph_service.analysis.measures.most_reused import most_reused
from graph_service.analysis.measures.node_graph import node_graph
from graph_service.analysis.measures.shelf import shelf
from graph_service.analysis.measures.silos import silos
from graph_service.analysis.measures.story_balance import story_balance
from graph_service.analysis.organisation.groups import Group, GroupKind, Partition, partition_departments
from graph_service.analysis.organisation.view import View
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import DepartmentRow, MembershipRow, ParentRow, PersonRow, Rows

BEFORE, AFTER = date(2024, 1, 10), date(2024, 2, 10)
VIEWS = [View(chart, level=level) for chart in (BEFORE, AFTER) for level in (None, 0, 1, 2, 3, 4)]
MEASURES = {
    "flow": flow,
    "silos": silos,
    "silos on topic": partial(silos, on_topic=True),
    "benefits": partial(benefits, by=set(BenefitsBy)),
    "shelf": partial(shelf, today=date(2024, 3, 15)),
    "story balance": story_balance,
    "most reused": partial(most_reused, across_departments=False),
    "node graph": lambda columns, view: node_graph(columns, view, flow(columns, view), silos(columns, view)),
}
ORGANISATIONS = given(seed=st.integers(0, 10**6), minimum=st.integers(2, 6))


def company(tree: dict[str, str | None], people: dict[str, int], shared: tuple[str, ...] = ()) -> Rows:
    """Departments by parent, so many people in each; those who are in `shared` belonged to all of these one after another."""
    members = [(f"{id_}{i}", id_) for id_, n in people.items() for i in range(n)]
    members += [("mover", id_) for id_ in shared]
    return Rows(
        [DepartmentRow(id_, id_.title()) for id_ in tree],
        [ParentRow(child, parent, None, None) for child, parent in tree.items() if parent],
        [],
        [],
        [],
        people=[PersonRow(id_, True, True) for id_ in {person for person, _ in members}],
        memberships=[MembershipRow(person, id_, day, day + 1) for day, (person, id_) in enumerate(members)],
    )


def shown(rows: Rows, minimum: int = 5, level: int | None = None) -> dict[str, str]:
    """Department -> the name of its group."""
    columns = columns_of(rows, min_group=minimum)
    partition = partition_departments(columns.departments, View(AFTER, level=level))
    return {id_: partition.groups[code].name for id_, code in zip(columns.departments.ids, partition.of.tolist(), strict=False)}


WORKS: dict[str, str | None] = {"works": None, "line": "works", "paint": "works", "store": "works"}


def test_small_siblings_are_merged_under_their_parent() -> None:
    found = shown(company(WORKS, {"works": 6, "line": 9, "paint": 2, "store": 3}))
    assert found == {"works": "Works", "line": "Line", "paint": "Small departments of Works", "store": "Small departments of Works"}


def test_people_who_were_in_both_count_once() -> None:
    found = shown(company(WORKS, {"works": 6, "line": 9, "paint": 1, "store": 2}, shared=("paint", "store")))
    assert found["paint"] == found["store"] == found["line"] == "Small departments of Works"  # 4 different people, so the smallest joins


def test_where_they_are_too_few_still_the_smallest_sibling_joins() -> None:
    found = shown(company(WORKS, {"works": 5, "line": 9, "paint": 7, "store": 4}))
    assert found == {"works": "Works", "line": "Line", "paint": "Small departments of Works", "store": "Small departments of Works"}


def test_without_siblings_it_joins_its_parent() -> None:
    found = shown(company({"works": None, "line": "works", "sales": None}, {"works": 8, "line": 4, "sales": 6}))
    assert found == {"works": "Works", "line": "Works", "sales": "Sales"}


def test_a_head_of_department_without_a_team_of_its_own_is_shown_with_the_smallest_part() -> None:
    found = shown(company(WORKS, {"works": 1, "line": 9, "paint": 7, "store": 8}))
    assert found == {"works": "Small departments of Works", "line": "Line", "paint": "Small departments of Works", "store": "Store"}


def test_a_branch_that_is_small_as_a_whole_is_merged_one_step_higher() -> None:
    tree: dict[str, str | None] = {"group": None, "works": "group", "line": "works", "paint": "works", "sales": "group", "legal": "group"}
    found = shown(company(tree, {"works": 1, "line": 2, "paint": 1, "sales": 7, "legal": 2}))
    assert {id_ for id_, name in found.items() if name == "Small departments of Group"} == {"works", "line", "paint", "legal"}


def test_what_was_merged_under_a_department_rolls_up_to_it() -> None:
    rows = company({**WORKS, "sales": None}, {"works": 1, "line": 9, "paint": 7, "store": 8, "sales": 6})
    assert shown(rows, level=0) == {**dict.fromkeys(WORKS, "Works"), "sales": "Sales"}
    assert shown(rows, level=1) == shown(rows, level=7) == shown(rows)


def test_small_roots_are_merged_under_nobody_and_stay_so_on_every_level() -> None:
    rows = company({"a": None, "b": None, "c": None}, {"a": 3, "b": 3, "c": 6})
    for level in (None, 0, 3):
        assert shown(rows, level=level) == {"a": "Small departments", "b": "Small departments", "c": "C"}
    group = partition_departments(columns_of(rows, min_group=5).departments, View(AFTER)).groups[0]
    assert (group.id, group.kind, group.department) == ("(small departments)", GroupKind.SMALL_DEPARTMENTS, None)


def test_an_organisation_that_is_small_as_a_whole_is_one_group() -> None:
    assert shown(company({"a": None, "b": "a"}, {"a": 2, "b": 2})) == dict.fromkeys("ab", "Small departments")
    assert shown(company({"a": None}, {"a": 4})) == {"a": "Small departments"}


def test_a_department_that_nobody_is_known_to_have_belonged_to_stays_as_it_is() -> None:
    assert shown(company({"a": None, "b": None}, {"a": 6})) == {"a": "A", "b": "B"}


def people_of(rows: Rows, departments: set[str]) -> set[str]:
    return {row.person for row in rows.memberships if row.department in departments}


def members_of(rows: Rows, partition: Partition) -> dict[str, set[str]]:
    """Group id -> its departments."""
    found: dict[str, set[str]] = {group.id: set() for group in partition.groups}
    for row, code in zip(sorted(rows.departments), partition.of.tolist(), strict=False):
        found[partition.groups[code].id].add(row.id)
    return found


@settings(max_examples=60, deadline=None)
@ORGANISATIONS
def test_no_group_has_few_people_unless_the_whole_organisation_has(seed: int, minimum: int) -> None:
    rows = random_organisation(seed, departments=8)
    everyone = people_of(rows, {row.id for row in rows.departments})
    departments = columns_of(rows, min_group=minimum).departments
    for view in VIEWS:
        for group in members_of(rows, partition_departments(departments, view)).values():
            people = people_of(rows, group)
            assert not people or len(people) >= min(minimum, len(everyone))


@settings(max_examples=60, deadline=None)
@ORGANISATIONS
def test_nothing_of_few_people_follows_by_subtraction(seed: int, minimum: int) -> None:
    """What adding and subtracting answers can isolate is the span of all groups there are, on any level and chart."""
    rows = random_organisation(seed, departments=7)
    departments = columns_of(rows, min_group=minimum).departments
    peopled = [row.id for row in sorted(rows.departments) if people_of(rows, {row.id})]
    groups = list(chain.from_iterable(members_of(rows, partition_departments(departments, view)).values() for view in VIEWS))
    span = np.array([[id_ in group for id_ in peopled] for group in groups], float).T
    everyone = people_of(rows, set(peopled))
    for some in chain.from_iterable(combinations(peopled, n) for n in range(1, len(peopled) + 1)):
        if len(people_of(rows, set(some))) < min(minimum, len(everyone)):
            wanted = np.array([id_ in some for id_ in peopled], float)
            nearest = span @ np.linalg.lstsq(span, wanted, rcond=None)[0]
            assert np.abs(nearest - wanted).max() > 1e-6, some


def plain(answer: Any) -> Any:
    """An answer with group ids for groups."""
    if isinstance(answer, Group):
        return answer.id
    if is_dataclass(answer):
        return {field.name: plain(getattr(answer, field.name)) for field in fields(answer)}
    return [plain(one) for one in answer] if isinstance(answer, tuple | list) else answer


def drawn_as_tree(rows: Rows, minimum: int) -> Rows:
    """The same organisation with its units as the roots of the tree and all else right below them."""
    partition = partition_departments(columns_of(rows, min_group=minimum).departments, View(AFTER))
    unit = {member: id_ for id_, members in members_of(rows, partition).items() for member in members}
    roots = [DepartmentRow(group.id, group.name) for group in partition.groups if group.kind is GroupKind.SMALL_DEPARTMENTS]
    under = [ParentRow(member, id_, None, None) for member, id_ in unit.items() if member != id_]
    return replace(rows, departments=[*rows.departments, *roots], parents=under)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@pytest.mark.parametrize("seed", range(5))
def test_every_figure_of_merged_departments_is_that_of_one_department_with_these_parts(seed: int, measure: Any) -> None:
    rows = random_organisation(seed, departments=8, reuses=80)
    merged = measure(columns_of(rows, min_group=3), View(AFTER, start=date(2024, 1, 10)))
    rolled_up = measure(columns_of(drawn_as_tree(rows, 3)), View(AFTER, start=date(2024, 1, 10), level=0))
    assert plain(merged) == plain(rolled_up)


@settings(max_examples=30, deadline=None)
@ORGANISATIONS
@pytest.mark.thorough
def test_merging_leaves_totals_as_they_are(seed: int, minimum: int) -> None:
    rows = random_organisation(seed)
    apart, merged = columns_of(rows), columns_of(rows, min_group=minimum)
    for view in VIEWS:
        one, other = flow(apart, view), flow(merged, view)
        assert (one.events, one.people) == (other.events, other.people)
        assert sum(cell.reuses for cell in one.cells) == pytest.approx(sum(cell.reuses for cell in other.cells))
        told = [sum(figures.published for figures in shelf(c, view, today=date(2024, 3, 15)).groups) for c in (apart, merged)]
        assert told[0] == pytest.approx(told[1])
