"""Cache policies for Apollo Client. Without them it replaces what one component has read of `network` by what another one reads."""

import json
from pathlib import Path
from typing import Any, Final, cast

from graphql import GraphQLField, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

FUNCTIONS: Final = Path(__file__).with_name("apollo-type-policies.js")
PATH: Final = "/clients/apollo-type-policies.js"
HEADING: Final = (
    "// Cache policies for Apollo Client 4, made from the schema of this service: new InMemoryCache({ typePolicies, possibleTypes }).\n"
)


def client_routes(schema: GraphQLSchema) -> list[BaseRoute]:
    """The files for clients. They follow from the schema and contain no data, so they need no token."""
    script = apollo_type_policies(schema)

    async def serve(_: Request) -> Response:
        return Response(script, media_type="text/javascript", headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"})

    return [Route(PATH, serve)]


def apollo_type_policies(schema: GraphQLSchema) -> str:
    """A JavaScript module that exports `typePolicies` and `possibleTypes`.

    It lists the fields of the root type and of nodes whose values are no nodes: Apollo Client stores such values inside the object that has
    the field.
    """
    interface = schema.type_map["Node"]
    assert isinstance(interface, GraphQLInterfaceType)  # noqa: S101 - for the type checker
    possible_types = schema.get_possible_types(interface)
    nodes = [type_ for type_ in possible_types if "id" in type_.fields]  # by which Apollo Client stores them
    objects = [type_ for type_ in schema.type_map.values() if isinstance(type_, GraphQLObjectType)]
    constants = {
        "NODES": [type_.name for type_ in possible_types],
        "NOT_STORED_BY_ID": [type_.name for type_ in objects if "id" in type_.fields and type_ not in nodes],
        "FIELDS": {
            type_.name: [name for name, field in type_.fields.items() if _is_stored_inside(field, nodes)]
            for type_ in (schema.query_type, *possible_types)
            if type_
        },
    }
    lines = (f"const {name} = {json.dumps(value, indent=2)};\n" for name, value in constants.items())
    return "\n".join((HEADING, *lines, FUNCTIONS.read_text(encoding="utf-8")))


def _is_stored_inside(field: GraphQLField, nodes: list[GraphQLObjectType]) -> bool:
    type_ = cast("Any", get_named_type(cast("Any", field.type)))
    return isinstance(type_, GraphQLObjectType) and type_ not in nodes
