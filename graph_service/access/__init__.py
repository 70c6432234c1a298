"""The door: who may come in, from where, and what every answer says to browsers. It knows nothing of what is asked inside."""

from graph_service.access.error_response import refuse
from graph_service.access.origins import Origins
from graph_service.access.request_log import Observed, told
from graph_service.access.roles import ANYBODY, Caller, Role, caller_of
from graph_service.access.tokens import Guard, make_token, read_tokens

__all__ = ["ANYBODY", "Caller", "Guard", "Observed", "Origins", "Role", "caller_of", "make_token", "read_tokens", "refuse", "told"]
