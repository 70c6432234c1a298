"""The days on which a project can have held a rundown or a conversation."""

from datetime import date
from typing import Any, LiteralString

from graph_service.domain.commands import CommandContext
from graph_service.domain.existence import not_found
from graph_service.domain.plausibility import find_unlikely_meeting_day, require_confirmation
from graph_service.errors import Conflict
from graph_service.model.enums import Phase
from graph_service.model.labels import Label

PROJECT_DAYS_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
RETURN toString(project.startedOn) AS startedOn, toString(project.endedOn) AS endedOn
"""


async def check_meeting_day(context: CommandContext, project: str, day: date, *, phase: Phase | None = None, confirmed: bool) -> None:
    """Checks the day of a rundown of this phase, or of a conversation.

    Raises NotFound for an unknown project, Conflict if a rundown of a project that runs or has ended was held before it started, and
    ConfirmationRequired if the day is more than a year outside of the project.
    """
    rows = await context.tx.run(PROJECT_DAYS_QUERY, {"project": project})
    if not rows:
        raise not_found(Label.PROJECT, project, "project")
    started, ended = (_read_day(rows[0], name) for name in ("startedOn", "endedOn"))
    if phase in (Phase.DURING, Phase.AFTER) and started is not None and day < started:
        raise Conflict(
            f"heldOn is {day}, but the project started on {started}. Only a rundown of the phase BEFORE is held before the project starts.",
            field="heldOn",
        )
    require_confirmation(find_unlikely_meeting_day(day, started, ended), confirmed=confirmed)


def _read_day(row: dict[str, Any], name: str) -> date | None:
    return None if row[name] is None else date.fromisoformat(row[name])
