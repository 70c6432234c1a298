"""What all commands have in common: one transaction, one Activity, one result per idempotency key, and no change if a rule is broken."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph_service.callers import LOCAL_CALLER
from graph_service.domain.commands import CommandResult, fingerprint
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.log_reading import LogFilter, read_entry, read_log
from graph_service.domain.organisation.departments import CreateDepartment, create_department
from graph_service.domain.organisation.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.domain.parsing import UNSET, Unset
from graph_service.domain.reuses import ConfirmReuse, confirm_reuse
from graph_service.errors import Conflict, InvalidInput
from graph_service.graph import WriteTransaction
from tests.callers import token_of
from tests.domain.company import Company

EARLIER_FINGERPRINT_QUERY = "MATCH (activity:Activity {idempotencyKey: $key}) SET activity.result = $result"


async def test_change_is_logged_with_actor_and_changed_properties(company: Company) -> None:
    result = await company.do(update_person, UpdatePerson(person="ann", title="Engineer", email=None), caller=token_of("bob"))
    (activity,) = await read_log(company.graph, LogFilter(result.seq - 1))
    assert (activity.seq, activity.action, activity.actor) == (result.seq, "updatePerson", "bob")
    assert (activity.subject_label, activity.subject_id, activity.changed) == ("Person", "ann", ["email", "title"])


async def test_activity_log_holds_no_name_address_or_text(company: Company) -> None:
    secret = "Zaphod"
    await company.do(add_person, AddPerson(name=secret, email=f"{secret}@example.org", title=secret))
    await company.do(record_lesson, RecordLesson(title=secret, learned_on="2024-01-01", learners=["ann"], project="p", context=secret))
    logged = await company.graph.read("MATCH (a:Activity) RETURN collect(a {.*})")
    assert secret.lower() not in repr(logged).lower()


async def test_actor_is_the_person_in_the_input_without_a_login(company: Company, reuse: str) -> None:
    result = await company.do(confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"))
    assert (await read_entry(company.graph, result.seq)).actor == "dee"


async def test_actor_of_a_verified_caller_is_their_own_person_whoever_the_input_names(company: Company, reuse: str) -> None:
    result = await company.do(confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"), caller=token_of("maria", person="ann"))
    (entry,) = await read_log(company.graph, LogFilter(result.seq - 1))
    assert (entry.actor, entry.caller, entry.caller_subject, entry.verified) == ("ann", "maria", "token:maria", True)
    assert entry.on_behalf_of == ["dee"]


async def test_change_of_an_unverified_caller_is_marked(company: Company) -> None:
    result = await company.do(update_person, UpdatePerson(person="ann", title="Engineer"), caller=LOCAL_CALLER)
    (entry,) = await read_log(company.graph, LogFilter(result.seq - 1))
    assert (entry.actor, entry.caller, entry.caller_subject, entry.verified) == (None, "", "local", False)


async def test_broken_rule_leaves_the_graph_unchanged(company: Company) -> None:
    before = await company.snapshot()
    with pytest.raises(Conflict):
        await company.do(publish_lesson, PublishLesson(lesson="l"))
    with pytest.raises(InvalidInput):
        await company.do(create_department, CreateDepartment(name="   "))
    assert await company.snapshot() == before


async def test_node_is_read_in_the_transaction_of_its_change_and_a_failed_read_rolls_it_back(company: Company) -> None:
    async def read_name(tx: WriteTransaction, result: CommandResult) -> Any:
        return await tx.run("MATCH (d:Department {id: $id}) RETURN d.name AS name", {"id": result.id})

    async def fail(_tx: WriteTransaction, _result: CommandResult) -> Any:
        raise InvalidInput("It cannot be read.", field="name")

    for _ in range(2):
        result = await company.do(create_department, CreateDepartment(name="East"), idempotency_key="k", read_node=read_name)
        assert result.node == [{"name": "East"}]
    before = await company.snapshot()
    with pytest.raises(InvalidInput):
        await company.do(create_department, CreateDepartment(name="West"), read_node=fail)
    assert await company.snapshot() == before


async def test_retry_with_same_idempotency_key_returns_first_result(company: Company) -> None:
    first = await company.do(create_department, CreateDepartment(name="East"), idempotency_key="k")
    before = await company.snapshot()
    assert await company.do(create_department, CreateDepartment(name="East"), idempotency_key="k") == first
    assert await company.snapshot() == before


async def test_concurrent_calls_with_same_idempotency_key_get_one_result(company: Company, reuse: str) -> None:
    calls = [company.do(confirm_reuse, ConfirmReuse(reuse=reuse, by="dee"), idempotency_key="k") for _ in range(6)]
    assert len(set(await asyncio.gather(*calls))) == 1
    assert await company.ties("CONFIRMED_BY") == [["r", "dee", None, None]]


async def test_idempotency_key_of_another_command_is_refused(company: Company) -> None:
    await company.do(create_department, CreateDepartment(name="East"), idempotency_key="k")
    with pytest.raises(Conflict, match="'k', which was already used for createDepartment") as error:
        await company.do(add_person, AddPerson(name="Eve"), idempotency_key="k")
    assert error.value.field == "idempotencyKey"
    with pytest.raises(Conflict, match="with another input"):
        await company.do(create_department, CreateDepartment(name="West"), idempotency_key="k")


def test_fingerprint_leaves_out_fields_at_their_defaults() -> None:
    """So a version with one more optional field gives the same input the same fingerprint."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Before:
        name: str
        opened_on: str | None = None

    @dataclass(frozen=True, slots=True, kw_only=True)
    class After:
        name: str
        budget: int | None = None
        opened_on: str | None = None
        floor: int | Unset = UNSET

    assert fingerprint(Before(name="East", opened_on="2025-01-01")) == fingerprint(After(name="East", opened_on="2025-01-01"))
    assert fingerprint(Before(name="East")) != fingerprint(After(name="East", floor=3))


def test_fingerprint_depends_on_values_and_not_on_how_they_are_typed() -> None:
    """A lone surrogate is refused, but only after the fingerprint is computed."""
    assert fingerprint(CreateDepartment(name="East", opened_on=date(2025, 1, 1))) == fingerprint(
        CreateDepartment(name="East", opened_on="2025-01-01")
    )
    assert fingerprint(CreateDepartment(name="half \ud83d")) != fingerprint(CreateDepartment(name="half \ud83e"))


async def test_key_used_by_an_earlier_version_returns_its_first_result(company: Company) -> None:
    """Earlier versions stored a hash of repr(command)."""
    first = await company.do(create_department, CreateDepartment(name="East"), idempotency_key="k")
    await company.graph.command(
        EARLIER_FINGERPRINT_QUERY, {"key": "k", "result": json.dumps({"id": first.id, "warnings": [], "input": "0a"})}
    )
    assert await company.do(create_department, CreateDepartment(name="East"), idempotency_key="k") == first
    with pytest.raises(Conflict, match="already used for createDepartment"):
        await company.do(add_person, AddPerson(name="Eve"), idempotency_key="k")


async def test_new_id_is_a_uuid_that_sorts_by_time(company: Company) -> None:
    made = [(await company.do(create_department, CreateDepartment(name="East"))).id for _ in range(3)]
    assert made == sorted(made)
    assert all(each[14] == "7" and each[19] in "89ab" for each in made)


async def test_taken_id_is_refused(company: Company) -> None:
    with pytest.raises(Conflict, match="'north', which another department already has") as error:
        await company.do(create_department, CreateDepartment(id="north", name="North"))
    assert error.value.field == "id"


async def test_today_is_the_current_day_in_utc(company: Company) -> None:
    await company.do(
        record_lesson,
        RecordLesson(id="late", title="Late", learned_on="2024-01-01", learners=["ann"], project="p"),
        now=datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    )
    await company.do(publish_lesson, PublishLesson(lesson="late"), now=datetime.fromisoformat("2027-01-01T00:30:00+02:00"))
    assert (await company.node("late"))["publishedOn"] == "2026-12-31"
    assert (await company.node("late"))["recordedAt"].startswith("2026-12-31T23:59:00")


async def test_writes_that_lock_nodes_in_different_orders_do_not_deadlock(company: Company) -> None:
    updates = [
        company.do(update_person, UpdatePerson(person=person, title=str(number)))
        for number in range(10)
        for person in (("ann", "bob") if number % 2 else ("bob", "ann"))
    ]
    await asyncio.wait_for(asyncio.gather(*updates), timeout=10)
