"""The heads of a department: stated, replaced and removed."""

import pytest

from graph_service.domain.organisation.departments import UpdateDepartment, update_department
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import NotFound
from tests.callers import token_of
from tests.domain.company import Company

ROOT = token_of("root")


async def test_heads_replace_each_other_and_are_undone(company: Company) -> None:
    [department] = await company.graph.read("MATCH (d:Department) WITH d ORDER BY d.id LIMIT 1 RETURN collect(d.id)")
    stated = []
    for people in (["ann"], ["bob", "ann"], [], None):
        change = UpdateDepartment(department=department, heads=people)
        stated.append(await company.do(update_department, change, caller=ROOT))
        assert {person for person, *_ in await company.ties("HEADS")} == set(people or [])
    await company.do(update_department, UpdateDepartment(department=department, name="Renamed"), caller=ROOT)
    await company.do(undo, Undo(activity=stated[-1].seq + 1), caller=ROOT)
    for change in reversed(stated):
        await company.do(undo, Undo(activity=change.seq), caller=ROOT)
    assert await company.ties("HEADS") == []


async def test_head_must_exist(company: Company) -> None:
    [department] = await company.graph.read("MATCH (d:Department) WITH d ORDER BY d.id LIMIT 1 RETURN collect(d.id)")
    with pytest.raises(NotFound, match="heads is 'nobody'"):
        await company.do(update_department, UpdateDepartment(department=department, heads=["ann", "nobody"]), caller=ROOT)
    assert await company.ties("HEADS") == []
