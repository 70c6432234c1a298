"""Checks the gates of the organisation and its template of risk lists."""

from graph_service.domain.rundowns.gates import read_gates
from graph_service.export.risk_workbook import describe_template, read_template
from graph_service.health.check import Check, State
from graph_service.settings import Settings


def check_gates(settings: Settings) -> list[Check]:
    """What a project needs in each phase, and where that is set."""
    source = "the defaults apply" if settings.gates_file is None else str(settings.gates_file)
    return [Check("gates", State.OK, f"{read_gates(settings.gates_file).describe()} ({source}).")]


def check_risk_template(settings: Settings) -> list[Check]:
    """Which columns of the template are filled; nothing without a template."""
    template = read_template(settings.risk_template)
    return [] if template is None else [Check("risk template", State.OK, f"Risk lists are written into {describe_template(template)}.")]
