"""Export: writes the whole graph as tables that the import reads again, or as GraphML; and the workbook template for lessons."""

from graph_service.export.exporter import Export, Format, export_graph
from graph_service.export.template import Template, write_template

__all__ = ["Export", "Format", "Template", "export_graph", "write_template"]
