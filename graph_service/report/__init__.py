"""A report of the network's answers that can be sent: one file that needs nothing else."""

from graph_service.report.figures import Figures, Window, gather
from graph_service.report.page import write_page

__all__ = ["Figures", "Window", "gather", "write_page"]
