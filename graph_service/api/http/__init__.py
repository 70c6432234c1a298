"""GraphQL over HTTP, as the draft specification of graphql/graphql-over-http describes it.

requests: reads the parameters of a request. persisted_documents: documents that requests name by their id. media_types: chooses the media type of
the response by the Accept header. error_format: formats errors and maps them to a status. fast_path: executes operations that were seen before.
endpoint: the ASGI application at /graphql.
"""
