"""The application for an ASGI server of one's own: `uvicorn graph_service.asgi:app`."""

from graph_service.app import create_app
from graph_service.settings import read_settings

app = create_app(read_settings())
