"""The gates of the organisation: what a project needs in each phase before it continues. Read from a TOML file:

[BEFORE]
rundowns = 1
conversations = 3
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph_service.errors import InvalidInput
from graph_service.model.enums import GateCheck, Phase

SETTING: Final = "GRAPH_SERVICE_GATES_FILE"
MAX_REQUIRED: Final = 100  # of anything that a check counts
KEYS: Final = {check.value.lower(): check for check in GateCheck}
"""The checks by their names in the file."""


@dataclass(frozen=True, slots=True)
class Gates:
    """The minimum for each check, by phase, in the order of the file. A phase without checks has no gate."""

    checks: Mapping[Phase, Mapping[GateCheck, int]]

    def of(self, phase: Phase) -> Mapping[GateCheck, int]:
        """The checks of a phase with the minimum for each."""
        return self.checks.get(phase, {})

    def describe(self) -> str:
        """One line: BEFORE: rundowns 1, conversations 3; AFTER: ..."""
        parts = [
            f"{phase}: {', '.join(f'{check.lower()} {need}' for check, need in of.items())}" for phase, of in self.checks.items() if of
        ]
        return "; ".join(parts) or "no phase has a gate"


DEFAULT_GATES: Final = Gates(
    {
        Phase.BEFORE: {GateCheck.RUNDOWNS: 1, GateCheck.CONVERSATIONS: 3},
        Phase.DURING: {GateCheck.RUNDOWNS: 1},
        Phase.AFTER: {GateCheck.RUNDOWNS: 1, GateCheck.LESSONS: 1},
    }
)


def read_gates(file: Path | None) -> Gates:
    """The gates in a file; DEFAULT_GATES without one. Raises InvalidInput, which names the file, the key, its value and the rule."""
    if file is None:
        return DEFAULT_GATES
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InvalidInput(f"{SETTING} is {file}, which cannot be read as TOML: {reason}.", field=SETTING) from error
    return Gates({_read_phase(file, name): _read_checks(file, name, table) for name, table in content.items()})


def _read_phase(file: Path, name: str) -> Phase:
    if name not in list(Phase):
        raise _invalid(file, f"[{name}] is not a phase. Use {', '.join(f'[{phase}]' for phase in Phase)}.")
    return Phase(name)


def _read_checks(file: Path, phase: str, table: Any) -> Mapping[GateCheck, int]:
    if not isinstance(table, dict):
        raise _invalid(file, f"{phase} is {table!r}. Write a table [{phase}] with checks below it, such as rundowns = 1.")
    return {_read_check(file, phase, key): _read_minimum(file, f"{phase}.{key}", value) for key, value in table.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _read_check(file: Path, phase: str, key: str) -> GateCheck:
    if key not in KEYS:
        raise _invalid(file, f"{phase}.{key} is not a check. The checks are {', '.join(KEYS)}.")
    return KEYS[key]


def _read_minimum(file: Path, name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_REQUIRED:
        raise _invalid(file, f"{name} is {value!r}; it must be a whole number from 1 to {MAX_REQUIRED}. Remove the line to drop the check.")
    return value


def _invalid(file: Path, rule: str) -> InvalidInput:
    return InvalidInput(f"{SETTING} is {file}, in which {rule}", field=SETTING)
