"""doctor shows the gates, and which columns of the template of risk lists are filled."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from graph_service.errors import InvalidInput
from graph_service.health.gates import check_gates, check_risk_template
from graph_service.settings import Settings


def test_default_gates_are_shown() -> None:
    [check] = check_gates(Settings())
    assert check.message.endswith("AFTER: rundowns 1, lessons 1 (the defaults apply).")


def test_gates_of_a_file_are_shown_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "gates.toml"
    file.write_text("[DURING]\nrundowns = 2\n")
    assert [check.message for check in check_gates(Settings(gates_file=file))] == [f"DURING: rundowns 2 ({file})."]
    file.write_text("[DURING]\nrundowns = -1\n")
    with pytest.raises(InvalidInput, match=r"DURING\.rundowns is -1"):
        check_gates(Settings(gates_file=file))


def test_template_is_shown(tmp_path: Path) -> None:
    assert check_risk_template(Settings()) == []
    book: Any = Workbook()
    book.active.append(["Risk", "Owner", "Mitigation"])
    book.save(tmp_path / "risks.xlsx")
    [check] = check_risk_template(Settings(risk_template=tmp_path / "risks.xlsx"))
    assert check.message == "Risk lists are written into sheet 'Sheet', header in row 1: event, response."
