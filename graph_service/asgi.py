"""The application for an ASGI server of your own: `uvicorn graph_service.asgi:app`. Settings come from the environment."""

from graph_service.app import create_app
from graph_service.settings import read_settings

app = create_app(read_settings())
