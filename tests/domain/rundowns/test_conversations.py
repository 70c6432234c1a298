"""Conversations with people of other departments."""

from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.organisation.people import UpdatePerson, update_person
from graph_service.domain.rundowns.conversations import RecordConversation, record_conversation
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import ConfirmationRequired, Forbidden, InvalidInput, NotFound
from tests.callers import token_of
from tests.domain.company import Company

BOB = token_of("bob", Role.CONTRIBUTOR)


async def talk(company: Company, **values: Any) -> Any:
    caller = values.pop("caller", BOB)
    fields: dict[str, Any] = {"id": "t", "project": "q", "with_": "ann", "held_on": "2026-06-01"} | values
    return await company.do(record_conversation, RecordConversation(**fields), caller=caller)


async def test_conversation_is_recorded_and_undone(company: Company) -> None:
    made = await talk(company, note="Cranes")
    assert made.warnings == ()
    for kind, other in (("HELD_FOR", "q"), ("HELD_WITH", "ann"), ("HELD_BY", "bob")):
        assert await company.ties(kind) == [["t", other, None, None]]
    await company.do(undo, Undo(activity=made.seq), caller=BOB)
    assert await company.ties("HELD_FOR") == []


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"with_": "cy"}, "The department of Cy on 2026-06-01 is not known"),
        (
            {"with_": "cy", "caller": token_of("maria", Role.CURATOR, "cy"), "person": "bob"},
            "The department of Cy on 2026-06-01 is not known",
        ),
        ({"with_": "dee", "caller": token_of("ann", Role.CONTRIBUTOR)}, "Both people belonged to the same department on that day"),
    ],
)
async def test_conversation_that_does_not_count_says_why(company: Company, values: dict[str, Any], warning: str) -> None:
    [text] = (await talk(company, **values)).warnings
    assert text.startswith(warning)
    assert text.endswith("so the conversation does not count for a gate.")


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"with_": "bob"}, InvalidInput, "with is 'bob', who is also the person who held the conversation"),
        ({"with_": "nobody"}, NotFound, "with is 'nobody', but there is no person"),
        ({"project": "none"}, NotFound, "project is 'none'"),
        ({"held_on": "2026-08-01"}, InvalidInput, "in the future"),
        ({"held_on": "2019-01-01"}, ConfirmationRequired, "more than a year before the project started"),
        ({"person": "dee"}, Forbidden, "Only curators may act for somebody else"),
    ],
)
async def test_impossible_conversation_is_refused(company: Company, values: dict[str, Any], error: Any, message: str) -> None:
    before = await company.snapshot()
    with pytest.raises(error, match=message):
        await talk(company, **values)
    assert await company.snapshot() == before


async def test_contributors_name_only_people_whom_they_may_see_named(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="dee", discoverable=False))
    with pytest.raises(NotFound):
        await talk(company, with_="dee")
    await talk(company, with_="dee", person="bob", caller=token_of("maria", Role.CURATOR, "cy"))
