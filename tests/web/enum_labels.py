"""Writes the labels of enums for the dashboard: python -m tests.web.enum_labels

The phrases are those of graph_service/model/enums.py and of the verdicts on silos, so that pages and reports use the same words.
"""

from pathlib import Path
from typing import Final

from graph_service.model.enums import DescribedEnum, Outcome, Phase, ProjectStatus

FILE: Final = Path(__file__).parents[2] / "graph_service" / "web" / "src" / "text" / "enum-labels.ts"
LABELS: Final[dict[str, type[DescribedEnum]]] = {
    "PHASE_LABELS": Phase,
    "PROJECT_STATUS_LABELS": ProjectStatus,
    "OUTCOME_LABELS": Outcome,
}
HEADER: Final = (
    "/** The labels of enum values. Generated from graph_service/model/enums.py by `python -m tests.web.enum_labels`; do not edit. */"
)


def format_labels() -> str:
    """The TypeScript file."""
    types = ", ".join(sorted(enum.__name__ for enum in LABELS.values()))
    blocks = [f'{HEADER}\nimport type {{ {types} }} from "../generated/graphql";\n']
    for name, enum in LABELS.items():
        lines = "".join(f'  {member.value}: "{member.display_name}",\n' for member in enum)
        blocks.append(f"export const {name}: Record<{enum.__name__}, string> = {{\n{lines}}};\n")
    return "\n".join(blocks)


if __name__ == "__main__":
    FILE.write_text(format_labels(), encoding="utf-8")
