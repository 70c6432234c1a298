"""The dashboard's labels of enum values are those of graph_service/model/enums.py."""

from tests.web.enum_labels import FILE, format_labels


def test_enum_labels_of_the_dashboard_are_those_of_the_model() -> None:
    assert FILE.read_text(encoding="utf-8") == format_labels(), "run python -m tests.web.enum_labels"
