"""Tasks: who was asked to look at which finding, until it is done."""

from typing import Final

import pytest

from graph_service.callers import Caller, Role
from graph_service.domain.organisation.discoverability import set_shown
from graph_service.domain.tasks import CloseTask, CreateTask, ReopenTask, close_task, create_task, reopen_task
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Conflict, Forbidden, InvalidInput, NotFound
from graph_service.model.enums import Finding
from tests.callers import token_of
from tests.domain.company import Company

ANN, BOB, CY = (token_of(name, Role.CONTRIBUTOR) for name in ("ann", "bob", "cy"))
CURATOR: Final = Caller("token:pmo", "pmo", None, Role.CURATOR)
SILOS: Final = CreateTask(person="bob", finding=Finding.SILOS, title="Roads is a silo", note="Talk to them")
STORED: Final = """
MATCH (task:Task)
RETURN collect([task {.finding, .title, .note, askedOn: toString(task.askedOn), doneOn: toString(task.doneOn)},
  [(task)-[asked:ASKED_OF|ASKED_BY]->(person) | [type(asked), person.id]]])
"""


async def test_task_says_who_was_asked_by_whom_since_when(company: Company) -> None:
    await company.do(create_task, SILOS, caller=ANN)
    [(task, people)] = await company.graph.read(STORED)
    assert task == {"finding": "SILOS", "title": "Roads is a silo", "note": "Talk to them", "askedOn": "2026-06-15", "doneOn": None}
    assert sorted(people) == [["ASKED_BY", "ann"], ["ASKED_OF", "bob"]]


async def test_caller_without_a_person_asks_too(company: Company) -> None:
    await company.do(create_task, SILOS, caller=CURATOR)
    [(_, people)] = await company.graph.read(STORED)
    assert people == [["ASKED_OF", "bob"]]


async def test_task_is_done_and_opened_again_by_those_whom_it_concerns(company: Company) -> None:
    task = (await company.do(create_task, SILOS, caller=ANN)).id
    for caller in (ANN, BOB, CURATOR):
        await company.do(close_task, CloseTask(task=task), caller=caller)
        with pytest.raises(Conflict, match="which was done on 2026-06-15"):
            await company.do(close_task, CloseTask(task=task), caller=caller)
        await company.do(reopen_task, ReopenTask(task=task), caller=caller)
        with pytest.raises(Conflict, match="which is open"):
            await company.do(reopen_task, ReopenTask(task=task), caller=caller)
    for handler, command in ((close_task, CloseTask(task=task)), (reopen_task, ReopenTask(task=task))):
        with pytest.raises(NotFound) as hidden:
            await company.do(handler, command, caller=CY)
        with pytest.raises(NotFound) as missing:
            await company.do(handler, type(command)(task="none"), caller=CY)
        assert hidden.value.message.replace(task, "none") == missing.value.message


async def test_each_change_of_a_task_is_undone(company: Company) -> None:
    before = await company.graph.read(STORED)
    made = await company.do(create_task, SILOS, caller=ANN)
    done = await company.do(close_task, CloseTask(task=made.id), caller=ANN)
    await company.do(undo, Undo(activity=done.seq), caller=ANN)
    [(task, _)] = await company.graph.read(STORED)
    assert task["doneOn"] is None
    await company.do(undo, Undo(activity=made.seq), caller=ANN)
    assert await company.graph.read(STORED) == before == []


async def test_nobody_is_asked_who_is_unknown_or_must_not_be_named(company: Company) -> None:
    with pytest.raises(NotFound, match="person is 'nobody'"):
        await company.do(create_task, CreateTask(person="nobody", finding=Finding.SILOS, title="x"), caller=ANN)
    await company.graph.command("MATCH (bob:Person {id: 'bob'}) SET bob.discoverable = false")
    await company.graph.write(lambda tx: set_shown(tx, ["bob"]))
    with pytest.raises(NotFound, match="person is 'bob'"):
        await company.do(create_task, SILOS, caller=ANN)
    await company.do(create_task, SILOS, caller=CURATOR)


async def test_unusable_input_is_refused(company: Company) -> None:
    with pytest.raises(InvalidInput, match="finding is 'GOSSIP'"):
        await company.do(create_task, CreateTask(person="bob", finding="GOSSIP", title="x"), caller=ANN)  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvalidInput, match="title"):
        await company.do(create_task, CreateTask(person="bob", finding=Finding.SILOS, title=" "), caller=ANN)
    with pytest.raises(Forbidden, match="only administrators choose the ID of a task"):
        await company.do(create_task, CreateTask(id="t", person="bob", finding=Finding.SILOS, title="x"), caller=CURATOR)
    assert await company.graph.read(STORED) == []
