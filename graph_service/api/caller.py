"""The sender of the request as a root field."""

from typing import Any

import strawberry

from graph_service.access import Role
from graph_service.api.context import Info

ROLE_DESCRIPTIONS = {
    "READER": "Reads everything.",
    "CONTRIBUTOR": "Records lessons and reuses as well.",
    "CURATOR": "Publishes lessons and maintains projects and topics as well.",
    "ADMINISTRATOR": "Maintains departments and people as well.",
}
access_role: Any = strawberry.enum(
    Role, name="AccessRole", description="What a caller may do. Each role includes the permissions of the ones before it."
)
for value in access_role.__strawberry_definition__.values:
    value.description = ROLE_DESCRIPTIONS[value.name]


@strawberry.type(name="Caller", description="The sender of the request.")
class CallerType:
    name: str = strawberry.field(description="The name in the line of the caller's token; empty on a service without tokens.")
    role: Role = strawberry.field(description="The caller's role.")


@strawberry.type
class CallerQuery:
    @strawberry.field(description="The sender of this request.")
    def caller(self, info: Info) -> CallerType:
        return CallerType(name=info.context.caller.name, role=info.context.caller.role)
