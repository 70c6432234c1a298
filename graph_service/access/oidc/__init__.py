"""Company login by OpenID Connect: people sign in to the dashboard, and API clients send the provider's tokens.

OpenID Connect Core 1.0 with discovery, the authorization code flow with PKCE (RFC 7636), and JSON Web Tokens (RFC 7519, best practices in RFC 8725).
"""

from graph_service.access.oidc.configuration import LoginConfiguration, read_configuration
from graph_service.access.oidc.identity import FindPerson
from graph_service.access.oidc.login import Login
from graph_service.access.oidc.routes import login_routes

__all__ = ["FindPerson", "Login", "LoginConfiguration", "login_routes", "read_configuration"]
