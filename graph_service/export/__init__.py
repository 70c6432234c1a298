"""Export: writes the whole graph as tables that the import reads again, or as GraphML; and the workbook template for lessons."""

from graph_service.export.exporter import Export, Format, export_graph

__all__ = ["Export", "Format", "export_graph"]
