"""What doctor says about the people of the tokens."""

from dataclasses import replace
from pathlib import Path

from graph_service.callers import Role
from graph_service.graph import Graph
from graph_service.health.tokens import check_token_people
from graph_service.settings import Settings
from tests.callers import new_token

PEOPLE = "CREATE (:Person {id: 'ana', name: 'Ana', active: true}), (:Person {id: 'gone', name: 'Gone', active: false})"


async def test_tokens_of_people_who_left_or_are_unknown_are_listed(graph: Graph, database_settings: Settings, tmp_path: Path) -> None:
    await graph.command(PEOPLE)
    file = tmp_path / "tokens"
    settings = replace(database_settings, tokens_file=file)

    async def found(*people: str | None) -> list[str]:
        file.write_text("\n".join(new_token(Role.READER, f"token-{person}", person)[1] for person in people) + "\n")
        return [check.message for check in await check_token_people(graph, settings)]

    assert await found("ana", None) == []
    assert await found("ana", "gone", "nobody") == [
        "The graph has no person with the ID of these tokens: token-nobody (nobody).",
        "The people of these tokens are no longer active: token-gone (gone).",
    ]
