"""The checks of the tokens file."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import LiteralString

from graph_service.access import Role, Token, read_tokens
from graph_service.domain.node_statements import KNOWN_IDS_STATEMENT, ids_by_label
from graph_service.graph import Graph
from graph_service.health.check import Check, State
from graph_service.model.labels import Label
from graph_service.settings import Settings, require_tokens_for_remote_bind

LEFT_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
WHERE person.active = false
RETURN collect(DISTINCT id) AS ids
"""


def check_tokens(settings: Settings) -> list[Check]:
    """The tokens file, or that none is needed."""
    require_tokens_for_remote_bind(settings)
    if settings.tokens_file is None and settings.login_issuer is not None:
        return [Check("tokens", State.OK, "No tokens: people and programs use the company login.")]
    if settings.tokens_file is None:
        return [Check("tokens", State.OK, "No tokens are required: only this machine can reach the service.")]
    tokens = read_tokens(settings.tokens_file)
    notes = list(_notes(tokens))
    return notes or [Check("tokens", State.OK, f"Tokens in {settings.tokens_file}: {len(tokens)}.")]


def _notes(tokens: Iterable[Token]) -> Iterable[Check]:
    today = datetime.now(UTC).date()
    names = Counter(token.name for token in tokens)
    for found, todo in (
        ([name for name, count in names.items() if count > 1], "have several tokens. Revoke them and create one for each name."),
        ([token.name for token in tokens if token.is_expired(today)], "have expired. Revoke them."),
        (
            [token.name for token in tokens if token.role is Role.CONTRIBUTOR and token.person is None],
            "are contributors without a person, so they can only read. Revoke them and create them with --person.",
        ),
    ):
        if found:
            what, remedy = todo.split(". ", 1)
            yield Check("tokens", State.NOTE, f"These tokens {what}: {', '.join(found)}.", remedy)


async def check_token_people(graph: Graph, settings: Settings) -> list[Check]:
    """Whether the people of the tokens are in the graph, and have not left. Nothing if all are."""
    tokens = [] if settings.tokens_file is None else [token for token in read_tokens(settings.tokens_file) if token.person is not None]
    people = [token.person for token in tokens if token.person is not None]
    missing = await unknown_people(graph, people)
    left: list[str] = await graph.read(LEFT_QUERY, {"ids": people}) if people else []
    checks: list[Check] = []
    for ids, what, remedy in (
        (missing, "The graph has no person with the ID of these tokens", "Revoke them, or add the people."),
        (left, "The people of these tokens are no longer active", "Revoke them: a token does not end when its person leaves."),
    ):
        if names := ", ".join(f"{token.name} ({token.person})" for token in tokens if token.person in ids):
            checks.append(Check("tokens", State.NOTE, f"{what}: {names}.", remedy))
    return checks


async def unknown_people(graph: Graph, ids: Iterable[str]) -> list[str]:
    """Those of the ids that no person has."""
    required = list(ids)
    known: dict[str, list[str]] = await graph.read(KNOWN_IDS_STATEMENT, ids_by_label({Label.PERSON: required}))
    return [id_ for id_ in required if id_ not in known[Label.PERSON.plural]]
