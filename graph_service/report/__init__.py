"""A report of the network for people without access to the service: one HTML file without external resources."""

from graph_service.report.figures import Figures, Window, collect_figures
from graph_service.report.page import write_page

__all__ = ["Figures", "Window", "collect_figures", "write_page"]
