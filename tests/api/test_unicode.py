"""Text that looks the same is the same, in whatever form of Unicode it arrives."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.graph import Graph
from graph_service.graph.migrations import read_migrations
from graph_service.ingest import import_folder
from tests.api.seed_tables import Ask

NFC, NFD = (unicodedata.normalize(form, "Zürich") for form in ("NFC", "NFD"))
ADD = "mutation($id: ID!, $name: String!, $email: String!) { addPerson(input: {id: $id, name: $name, email: $email}) { person { id } } }"
FIND = "query($text: String!, $id: ID!) { people(where: {name: {contains: $text}}) { totalCount } person(id: $id) { name } }"
SCHEMA = Path(__file__).parents[2] / "schema"


async def test_address_in_another_form_is_the_same_mailbox(ask: Ask, post: Ask) -> None:
    await ask(ADD, id="a", name="A", email=f"{NFC}@example.org")
    (error,) = (await post(ADD, id="b", name="B", email=f"{NFD}@example.org"))["errors"]
    assert error["extensions"]["code"] == "CONFLICT"


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("stored", [NFC, NFD])
async def test_text_is_found_in_either_form(http: httpx.AsyncClient, ask: Ask, stored: str, escaped: bool) -> None:
    await ask(ADD, id=stored, name=stored, email="a@example.org")
    for sought in (NFC, NFD):
        body = json.dumps({"query": FIND, "variables": {"text": sought, "id": sought}}, ensure_ascii=escaped).encode()
        response = await http.post("/graphql", content=body, headers={"content-type": "application/json"})
        assert response.json()["data"] == {"people": {"totalCount": 1}, "person": {"name": NFC}}
        query = f'{{ people(where: {{name: {{startsWith: "{sought}"}}}}) {{ totalCount }} }}'
        assert (await ask(query))["people"]["totalCount"] == 1
        assert (await http.get("/graphql", params={"query": query})).json()["data"]["people"]["totalCount"] == 1


async def test_capital_letters_match_their_small_ones(ask: Ask) -> None:
    for number, name in enumerate(["İstanbul", "Straße", "ΟΔΥΣΣΕΥΣ"]):
        await ask(ADD, id=f"p{number}", name=name, email=f"p{number}@example.org")
    for text in ("istanbul", "İSTANBUL", "STRASSE", "straße", "STRAẞE", "οδυσσευσ", "οδυσσευς", "δυσς"):
        assert (await ask(FIND, text=text, id=""))["people"]["totalCount"] == 1, text


async def test_imported_ids_and_references_are_the_same_in_either_form(ask: Ask, graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "departments.csv").write_text(f"id,name\n{NFD},{NFD}\n", encoding="utf-8")
    (tmp_path / "topics.csv").write_text(f"id,name,broader\n{NFD},T,\nn,N,{NFC}\n", encoding="utf-8")
    report = await import_folder(graph, tmp_path)
    assert report.refusals == ()
    assert (await ask("query($id: ID!) { department(id: $id) { name } }", id=NFC))["department"] == {"name": NFC}


@pytest.mark.thorough
async def test_migration_normalizes_what_is_stored(graph: Graph, ask: Ask) -> None:
    rows: list[dict[str, Any]] = [{"id": NFD, "name": NFD}, {"id": "x" + NFC, "name": "x"}, {"id": "x" + NFD, "name": NFD}]
    await graph.command("UNWIND $rows AS row CREATE (:Topic {id: row.id, name: row.name})", {"rows": rows})
    migration = next(each for each in read_migrations(SCHEMA) if "normalized" in each.name)
    for statement in migration.statements:
        await graph.command(statement)
    found = await graph.read("MATCH (t:Topic) WITH t ORDER BY t.name, t.id RETURN collect([t.id, t.name])")
    assert sorted(map(tuple, found)) == sorted([(NFC, NFC), ("x" + NFC, "x"), ("x" + NFD, NFC)])


@pytest.mark.parametrize("depth", [100, 500, 1_000, 100_000])
async def test_deeply_nested_json_is_refused(http: httpx.AsyncClient, depth: int) -> None:
    nested = "[" * depth + json.dumps(NFD, ensure_ascii=False) + "]" * depth
    body = f'{{"query": "query($w: LessonWhere) {{ lessons(where: $w) {{ totalCount }} }}", "variables": {{"w": {{"id": {{"in": {nested}}}}}}}}}'
    response = await http.post("/graphql", content=body.encode(), headers={"content-type": "application/json"})
    codes = {error["extensions"]["code"] for error in response.json()["errors"]}
    assert response.status_code in (200, 400)
    assert codes <= {"INVALID_INPUT", "TOO_COSTLY"}
