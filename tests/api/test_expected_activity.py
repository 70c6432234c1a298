"""When two people edit the same node, the later one is told what the other has changed, and overwrites nothing."""

from pathlib import Path
from typing import Final

import pytest

from graph_service.callers import Caller, Role
from graph_service.domain import optimistic_concurrency
from graph_service.domain.optimistic_concurrency import MAX_LATER
from graph_service.domain.organisation.people import UpdatePerson, update_person
from graph_service.errors import Conflict
from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.api.seed_tables import Ask
from tests.api.test_mutations import start
from tests.thorough import one_in

# By mutation: the node, a change by somebody else, and commands that change other things of the same node.
UPDATES: Final = {
    "updateDepartment": ('department: "b"', 'moveDepartment(input: {department: "b", partOf: null}) { department { id } }'),
    "updatePerson": ('person: "p"', 'moveMember(input: {person: "p", department: "b"}) { person { id } }'),
    "updateTopic": ('topic: "t"', 'appointSteward(input: {topic: "t", person: "p"}) { topic { id } }'),
    "updateProject": ('project: "j"', 'assign(input: {project: "j", person: "p"}) { project { id } }'),
}
LATEST = "{ activity(last: 1) { seq } }"


async def latest(ask: Ask) -> int:
    return (await ask(LATEST))["activity"][0]["seq"]


def update(mutation: str, name: str, expected: int | None = None) -> str:
    condition = "" if expected is None else f", expectedActivity: {expected}"
    return f'mutation {{ {mutation}(input: {{{UPDATES[mutation][0]}, name: "{name}"{condition}}}) {{ activity {{ seq }} }} }}'


@pytest.mark.parametrize("mutation", one_in(2, UPDATES, thorough=1))
async def test_change_of_a_node_that_was_changed_since_is_refused(ask: Ask, post: Ask, mutation: str) -> None:
    await start(ask)
    seen = await latest(ask)
    await ask(f"mutation {{ {UPDATES[mutation][1]} }}")  # nothing that the form shows
    await ask(update(mutation, "First", seen))
    [error] = (await post(update(mutation, "Second", seen)))["errors"]
    field, id_ = UPDATES[mutation][0].replace('"', "").split(": ")
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("CONFLICT", field)
    assert error["message"].startswith(f"{field} is '{id_}', which has changed since you read it: somebody changed it ({mutation}) on 20")
    assert (await ask(f'{{ {field}(id: "{id_}") {{ name }} }}'))[field] == {"name": "First"}
    await ask(update(mutation, "Second", await latest(ask)))
    await ask(update(mutation, "Third"))  # clients that state no expectation


async def test_undo_and_commands_that_change_the_same_fields_count(ask: Ask, post: Ask) -> None:
    await start(ask)
    seen = await latest(ask)
    await ask('mutation { closeProject(input: {project: "j", on: "2024-01-01"}) { project { id } } }')
    [error] = (await post(update("updateProject", "x", seen)))["errors"]
    assert "(closeProject)" in error["message"]
    closed = await latest(ask)
    await ask(f"mutation {{ undo(input: {{activity: {closed}}}) {{ activity {{ seq }} }} }}")
    [error] = (await post(update("updateProject", "x", closed)))["errors"]
    assert "(undo)" in error["message"]


async def test_import_may_have_changed_anything(ask: Ask, graph: Graph, tmp_path: Path) -> None:
    await start(ask)
    seen = await latest(ask)
    (tmp_path / "topics.csv").write_text("id,name\nt,Imported\n")
    await import_folder(graph, tmp_path)
    with pytest.raises(Conflict, match=r"somebody changed it \(IMPORT\)"):
        await update_person(graph, UpdatePerson(person="p", name="x", expected_activity=seen))


async def test_conflict_names_who_made_the_change(ask: Ask, graph: Graph) -> None:
    await start(ask)
    seen = await latest(ask)
    maria = Caller("token:m", "Maria", None, Role.ADMINISTRATOR)
    await update_person(graph, UpdatePerson(person="p", title="Boss"), caller=maria)
    with pytest.raises(Conflict, match=r"Maria changed it \(updatePerson\)"):
        await update_person(graph, UpdatePerson(person="p", title="Chief", expected_activity=seen))


async def test_unknown_and_distant_activities_are_refused(ask: Ask, post: Ask, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    await start(ask)
    for number, message in (
        (99, "expectedActivity is 99, but the log has only 6 activities."),
        (-1, "expectedActivity is -1, but must be"),
    ):
        [error] = (await post(update("updateTopic", "x", number)))["errors"]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "expectedActivity")
        assert message in error["message"]
    assert MAX_LATER >= 10_000
    monkeypatch.setattr(optimistic_concurrency, "MAX_LATER", 3)
    [error] = (await post(update("updateTopic", "x", 1)))["errors"]
    assert "more than 3 changes were made" in error["message"]
