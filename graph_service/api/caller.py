"""The sender of the request as a root field."""

import strawberry
from strawberry import ID

from graph_service.access import Caller
from graph_service.api.context import Info
from graph_service.api.nodes.enums import Role
from graph_service.api.nodes.people import Person
from graph_service.compiler.execution.resolvers import read_reference


@strawberry.type(name="Caller", description="The sender of the request.")
class CallerType:
    subject: str = strawberry.field(
        description='What identifies the caller and never changes, such as "token:maria"; "local" without tokens.'
    )
    name: str = strawberry.field(description="The name of the caller's token or login; empty on a service without tokens.")
    role: Role = strawberry.field(description="The caller's role.")
    verified: bool = strawberry.field(
        description="Whether the caller was authenticated. False on a service without tokens, which only its own machine can reach."
    )
    may_publish: bool = strawberry.field(description="Whether the caller may publish lessons; contributors only their own.")
    person_id: ID | None = strawberry.field(description="The ID of the person who the caller is, if it is known.")

    @strawberry.field(description="The person who the caller is, if it is known.")
    async def person(self, info: Info) -> Person | None:
        return None if self.person_id is None else await read_reference(info, Person, self.person_id)

    @classmethod
    def of(cls, caller: Caller) -> "CallerType":
        person = None if caller.person is None else ID(caller.person)
        return cls(
            subject=caller.subject,
            name=caller.name,
            role=caller.role,
            verified=caller.verified,
            may_publish=caller.may_publish,
            person_id=person,
        )


@strawberry.type
class CallerQuery:
    @strawberry.field(description="The sender of this request.")
    def caller(self, info: Info) -> CallerType:
        return CallerType.of(info.context.caller)
