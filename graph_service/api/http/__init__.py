"""GraphQL over HTTP, as the draft specification of graphql/graphql-over-http describes it.

requests: the parameters of a request. persisted_documents: documents that a request names by their id. media_types: the media type of the response,
by the Accept header. error_format: errors, and the status of a response that consists of them. fast_path: operations that were seen before.
endpoint: the ASGI application at /graphql.
"""
