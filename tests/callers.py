"""Callers with a token, for tests."""

from graph_service.access import create_token
from graph_service.callers import Caller, Role


def token_of(name: str, role: Role = Role.ADMINISTRATOR, person: str | None = None) -> Caller:
    """The caller whose token has this name. Its person, by default, is the one with the name as id."""
    return Caller(f"token:{name}", name, person or name, role)


def new_token(role: Role, name: str, person: str | None = None) -> tuple[str, str]:
    """A token, and its line for the tokens file."""
    secret, token = create_token(role, name, person)
    return secret, token.line
