"""The gates of the organisation, read from a file."""

from pathlib import Path

import pytest

from graph_service.domain.rundowns.gates import DEFAULT_GATES, read_gates
from graph_service.errors import InvalidInput
from graph_service.model.enums import GateCheck, Phase


def test_gates_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "gates.toml"
    file.write_text("[AFTER]\nlessons = 2\nrundowns = 1\n[DURING]\n")
    gates = read_gates(file)
    assert list(gates.of(Phase.AFTER).items()) == [(GateCheck.LESSONS, 2), (GateCheck.RUNDOWNS, 1)]
    assert gates.of(Phase.BEFORE) == gates.of(Phase.DURING) == {}
    assert gates.describe() == "AFTER: lessons 2, rundowns 1"


def test_without_a_file_the_defaults_apply() -> None:
    assert read_gates(None) is DEFAULT_GATES
    assert DEFAULT_GATES.describe() == "BEFORE: rundowns 1, conversations 3; DURING: rundowns 1; AFTER: rundowns 1, lessons 1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[SOON]\nrundowns = 1", r"\[SOON\] is not a phase. Use \[BEFORE\], \[DURING\], \[AFTER\]"),
        ("[BEFORE]\ntalks = 1", "BEFORE.talks is not a check. The checks are rundowns, conversations, lessons"),
        ("[BEFORE]\nconversations = 'three'", "BEFORE.conversations is 'three'; it must be a whole number from 1 to 100"),
        ("[BEFORE]\nconversations = 0", "BEFORE.conversations is 0; it must be"),
        ("[BEFORE]\nconversations = true", "BEFORE.conversations is True; it must be"),
        ("BEFORE = 1", r"BEFORE is 1. Write a table \[BEFORE\]"),
        ("[BEFORE", "which cannot be read as TOML"),
    ],
)
def test_invalid_file_is_refused_with_its_name_key_value_and_rule(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "gates.toml"
    file.write_text(text)
    with pytest.raises(InvalidInput, match=message) as error:
        read_gates(file)
    assert error.value.message.startswith(f"GRAPH_SERVICE_GATES_FILE is {file}, ")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="which cannot be read as TOML: No such file"):
        read_gates(tmp_path / "none.toml")
