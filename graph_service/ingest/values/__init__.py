"""Values as people write them, converted to the form of the import tables: a whole column at a time, because a cell alone can be ambiguous."""

from graph_service.ingest.values.column_converter import ColumnValues, ValueChoices, convert_column
from graph_service.ingest.values.days import DayOrder

__all__ = ["ColumnValues", "DayOrder", "ValueChoices", "convert_column"]
