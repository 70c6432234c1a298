"""The sender of the request as a root field."""

import strawberry

from graph_service.api.context import Info
from graph_service.api.enums import Role


@strawberry.type(name="Caller", description="The sender of the request.")
class CallerType:
    name: str = strawberry.field(description="The name in the line of the caller's token; empty on a service without tokens.")
    role: Role = strawberry.field(description="The caller's role.")


@strawberry.type
class CallerQuery:
    @strawberry.field(description="The sender of this request.")
    def caller(self, info: Info) -> CallerType:
        return CallerType(name=info.context.caller.name, role=info.context.caller.role)
