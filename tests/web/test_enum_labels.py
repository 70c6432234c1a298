"""The dashboard shows enum values in the words of graph_service/model/enums.py and of the report."""

from tests.web.enum_labels import FILE, format_labels


def test_enum_labels_of_the_dashboard_are_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == format_labels(), "run python -m tests.web.enum_labels"
