"""Authentication and request checks: tokens, roles, allowed hosts and origins, and the request log."""

from graph_service.access.authentication import TokenAuthenticationMiddleware
from graph_service.access.cross_origin import CrossOriginMiddleware
from graph_service.access.error_response import send_error, send_rate_limited
from graph_service.access.origins import CrossSiteReadMiddleware, OriginPolicy, TrustedOriginMiddleware
from graph_service.access.request_caller import LOCAL_CALLER, Caller, Role, get_caller
from graph_service.access.request_log import RequestLogMiddleware, log_fields
from graph_service.access.token_file import Token, add_token, create_token, read_tokens, revoke_token
from graph_service.access.token_store import TokenStore
from graph_service.access.token_usage import read_uses, usage_file

__all__ = [
    "LOCAL_CALLER",
    "Caller",
    "CrossOriginMiddleware",
    "CrossSiteReadMiddleware",
    "OriginPolicy",
    "RequestLogMiddleware",
    "Role",
    "Token",
    "TokenAuthenticationMiddleware",
    "TokenStore",
    "TrustedOriginMiddleware",
    "add_token",
    "create_token",
    "get_caller",
    "log_fields",
    "read_tokens",
    "read_uses",
    "revoke_token",
    "send_error",
    "send_rate_limited",
    "usage_file",
]
