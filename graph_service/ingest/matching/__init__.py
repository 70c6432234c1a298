"""Finds the tables in what was read, and matches their columns to the properties and relationships of the graph."""

from graph_service.ingest.matching.detection import DetectedTable, detect_tables
from graph_service.ingest.matching.mapping_file import MappedTable, Mapping, read_mapping, write_mapping
from graph_service.ingest.matching.proposal import propose
from graph_service.ingest.matching.table_proposal import ColumnProposal, TableProposal

__all__ = [
    "ColumnProposal",
    "DetectedTable",
    "MappedTable",
    "Mapping",
    "TableProposal",
    "detect_tables",
    "propose",
    "read_mapping",
    "write_mapping",
]
