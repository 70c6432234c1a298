"""Rundowns, gates and risk lists through GraphQL and the tables, on the demonstration organisation."""

import io
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from graph_service.app import create_app
from graph_service.errors import InvalidInput
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.csv_tables import error_message, get_table
from tests.api.seed_tables import Ask

PROJECT = "electric-bus-depot"
OFFERS = """query($phase: Phase!) { rundownOffers(project: "electric-bus-depot", phase: $phase, first: 5) {
  reason postponed { phase heldOn reason rundown { id } person { name } } reasons { textShare } lesson { id title status } } }"""
READINESS = """query($project: ID!, $phase: Phase!) { readiness(project: $project, phase: $phase) {
  passed project { id } phase
  checks { check passed have need reason rundowns { id } conversations { id with { name } } lessons { id } } } }"""
RISKS = """{ riskList(project: "electric-bus-depot", first: 200) {
  cause event effect response reuses helped backfired decision
  lesson { id title context wentWell wentWrong recommendation reusesAggregate { count } } } }"""


async def hold(ask: Ask, **values: Any) -> str:
    fields = {"project": PROJECT, "phase": "BEFORE", "heldOn": "2026-01-10", "confirm": True} | values
    data = await ask("mutation($input: HoldRundownInput!) { holdRundown(input: $input) { rundown { id phase } } }", input=fields)
    return data["holdRundown"]["rundown"]["id"]


async def decide(ask: Ask, rundown: str, lesson: str, decision: str, **values: Any) -> Any:
    fields = {"rundown": rundown, "lesson": lesson, "decision": decision, "person": "lena-hofstetter", "reason": "Not now"} | values
    document = """mutation($input: DecideLessonInput!) { decideLesson(input: $input) {
      rundown { considered { edges { decision reason decidedAt node { id } } } reuses { nodes { outcome lesson { id } person { id } rundown { id } } } }
      lesson { id } warnings activity { seq undoable } } }"""
    return (await ask(document, input=fields))["decideLesson"]


async def offers(ask: Ask, phase: str) -> list[Any]:
    return (await ask(OFFERS, phase=phase))["rundownOffers"]


@pytest.mark.thorough
async def test_lessons_are_offered_decided_and_not_offered_again(seeded: Graph, ask: Ask, post: Ask) -> None:
    first, second, third, *_ = [offer["lesson"]["id"] for offer in await offers(ask, "BEFORE")]
    rundown = await hold(ask)
    applied = await decide(ask, rundown, first, "APPLY")
    assert applied["rundown"]["reuses"]["nodes"] == [
        {"outcome": None, "lesson": {"id": first}, "person": {"id": "lena-hofstetter"}, "rundown": {"id": rundown}}
    ]
    assert (applied["lesson"], applied["activity"]["undoable"]) == ({"id": first}, True)
    await decide(ask, rundown, second, "NOT_APPLICABLE")
    await decide(ask, rundown, third, "LATER")
    assert {first, second, third}.isdisjoint(offer["lesson"]["id"] for offer in await offers(ask, "BEFORE"))
    during = await offers(ask, "DURING")
    assert during[0]["lesson"]["id"] == third
    assert during[0]["reason"] == "Postponed in the rundown of 2026-01-10: Not now"
    assert during[0]["postponed"] == {
        "phase": "BEFORE",
        "heldOn": "2026-01-10",
        "reason": "Not now",
        "rundown": {"id": rundown},
        "person": {"name": "Lena Hofstetter"},
    }
    assert len(during) == 6
    assert all(offer["postponed"] is None and offer["reason"].endswith(".") for offer in during[1:])
    text = " ".join(offer["reason"] for offer in during[1:])
    assert "times it was rated" in text or "helped the one time it was rated" in text
    assert re.search(r"1 of the 1|reused 1 time|judged", text) is None
    [error] = (
        await post(
            "mutation($input: DecideLessonInput!) { decideLesson(input: $input) { rundown { id } } }",
            input={"rundown": rundown, "lesson": first, "decision": "LATER", "reason": "x", "person": "nadja-petrov"},
        )
    )["errors"]
    assert error["extensions"]["code"] == "CONFLICT"
    assert "on which Lena Hofstetter already decided APPLY on " in error["message"]
    await ask("mutation($seq: Int!) { undo(input: {activity: $seq}) { node { __typename } } }", seq=applied["activity"]["seq"])
    assert first in {offer["lesson"]["id"] for offer in await offers(ask, "BEFORE")}


async def test_offers_are_bounded_and_about_a_known_project(seeded: Graph, post: Ask) -> None:
    for document, code in (
        ('{ rundownOffers(project: "none", phase: BEFORE) { reason } }', "NOT_FOUND"),
        (f'{{ rundownOffers(project: "{PROJECT}", phase: BEFORE, first: 101) {{ reason }} }}', "INVALID_INPUT"),
        ('{ readiness(project: "none", phase: BEFORE) { passed } }', "NOT_FOUND"),
        ('{ riskList(project: "none") { event } }', "NOT_FOUND"),
        (f'{{ riskList(project: "{PROJECT}", first: 201) {{ event }} }}', "INVALID_INPUT"),
    ):
        [error] = (await post(document))["errors"]
        assert error["extensions"]["code"] == code, document


@pytest.mark.thorough
async def test_readiness_has_each_check_with_its_evidence(seeded: Graph, ask: Ask) -> None:
    data = (await ask(READINESS, project=PROJECT, phase="BEFORE"))["readiness"]
    assert (data["passed"], data["phase"], data["project"]) == (False, "BEFORE", {"id": PROJECT})
    assert [(check["check"], check["passed"], check["have"], check["need"]) for check in data["checks"]] == [
        ("RUNDOWNS", False, 0, 1),
        ("CONVERSATIONS", False, 0, 3),
    ]
    rundown = await hold(ask)
    talked = (
        "mutation($input: RecordConversationInput!) { recordConversation(input: $input) { conversation { id heldBy { name } } warnings } }"
    )
    experts = (await ask(f'{{ experts(project: "{PROJECT}", first: 20) {{ person {{ id department {{ id }} }} }} }}'))["experts"]
    lena = (await ask('{ person(id: "lena-hofstetter") { department { id } } }'))["person"]["department"]
    others = [each["person"]["id"] for each in experts if each["person"]["department"] not in (None, lena)][:3]
    for person in others:
        made = await ask(
            talked, input={"project": PROJECT, "with": person, "person": "lena-hofstetter", "heldOn": "2026-02-01", "confirm": True}
        )
        assert made["recordConversation"]["warnings"] == []
    data = (await ask(READINESS, project=PROJECT, phase="BEFORE"))["readiness"]
    assert data["passed"]
    assert data["checks"][0]["rundowns"] == [{"id": rundown}]
    assert len(data["checks"][1]["conversations"]) == 3
    assert data["checks"][1]["reason"] == "Conversations with 3 people from other departments who did something similar."


@pytest.mark.thorough
async def test_risks_are_texts_of_lessons(seeded: Graph, ask: Ask) -> None:
    rundown = await hold(ask)
    risks = (await ask(RISKS))["riskList"]
    first, second = [risk["lesson"]["id"] for risk in risks[:2]]
    await decide(ask, rundown, second, "APPLY")
    await decide(ask, rundown, first, "NOT_APPLICABLE")
    after = (await ask(RISKS))["riskList"]
    assert (after[0]["lesson"]["id"], after[0]["decision"]) == (second, "APPLY")
    assert first not in {risk["lesson"]["id"] for risk in after}
    for risk in after:
        lesson = risk["lesson"]
        texts = lesson["context"], lesson["title"], lesson["wentWrong"], lesson["recommendation"]
        assert (risk["cause"], risk["event"], risk["effect"], risk["response"]) == texts
        assert risk["reuses"] == lesson["reusesAggregate"]["count"] >= risk["helped"] + risk["backfired"]
        assert lesson["wentWrong"] or not lesson["wentWell"]


@pytest.mark.thorough
async def test_risk_list_as_csv_and_workbook(seeded: Graph, http: httpx.AsyncClient, ask: Ask) -> None:
    risks = (await ask(RISKS))["riskList"]
    rows = await get_table(http, "risks", project=PROJECT)
    assert [(row["event"], row["lesson_id"]) for row in rows] == [(risk["event"], risk["lesson"]["id"]) for risk in risks]
    response = await http.get("/tables/risks.xlsx", params={"project": PROJECT})
    assert response.status_code == 200
    assert response.headers["content-disposition"] == 'attachment; filename="risks.xlsx"'
    sheet: Any = load_workbook(io.BytesIO(response.content)).active
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [risk["event"] for risk in risks]
    assert sheet.cell(2, 10).value == f"http://localhost/lessons/{risks[0]['lesson']['id']}"
    for path in ("risks.csv", "risks.xlsx"):
        missing = await http.get(f"/tables/{path}")
        assert (missing.status_code, error_message(missing)) == (400, "project is missing. The table risks needs it, as in ?project=ID.")
        unknown = await http.get(f"/tables/{path}", params={"project": "none"})
        assert (unknown.status_code, "there is no project" in error_message(unknown)) == (400, True)


async def test_gates_and_template_are_those_of_the_organisation(seeded: Graph, database_settings: Settings, tmp_path: Path) -> None:
    gates, template = tmp_path / "gates.toml", tmp_path / "risks.xlsx"
    gates.write_text("[AFTER]\nlessons = 2\n")
    book: Any = Workbook()
    book.active.append(["Threat", "Mitigation"])
    book.save(template)
    async with client_of(replace(database_settings, gates_file=gates, risk_template=template)) as http:
        answer = await http.post("/graphql", json={"query": READINESS, "variables": {"project": PROJECT, "phase": "AFTER"}})
        assert [check["check"] for check in answer.json()["data"]["readiness"]["checks"]] == ["LESSONS"]
        before = await http.post("/graphql", json={"query": READINESS, "variables": {"project": PROJECT, "phase": "BEFORE"}})
        assert before.json()["data"]["readiness"]["passed"] is True
        sheet: Any = load_workbook(io.BytesIO((await http.get("/tables/risks.xlsx", params={"project": PROJECT})).content)).active
        assert [cell.value for cell in sheet[1]] == ["Threat", "Mitigation"]
        assert sheet.cell(2, 1).value
    gates.write_text("[SOON]\n")
    with pytest.raises(InvalidInput, match="is not a phase"):
        create_app(replace(database_settings, gates_file=gates))


@asynccontextmanager
async def client_of(settings: Settings) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of a service with these settings."""
    app = create_app(settings, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        yield client
