"""The section about departments that mostly reuse their own lessons."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from graph_service.analysis.measures.flow import Flow
from graph_service.analysis.measures.silos import MAX_FALSE_DISCOVERY_RATE, MIN_EVENTS, MIN_EXCESS, Silo, Verdict
from graph_service.report.figures import Figures
from graph_service.report.formatting import NO_VALUE, format_number, format_percent, join_names, plural
from graph_service.report.matrix_chart import matrix_chart
from graph_service.report.section import NOT_COUNTED, Section, Table

MAX_GROUPS: Final = 18  # in the matrix; all others share one row and one column
MIN_TIMES: Final = 1.5  # smaller ratios are not worth saying
SMALLEST_Q: Final = 0.001  # smaller values are not printed exactly


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of the matrix.

    names: of the rows and columns. positions: the row and column of each group, by id. single: how many of them stand for one group
    only; the last one stands for all others, if there are more. amounts: reuses by row and column, without zeros.
    """

    names: Sequence[str]
    positions: Mapping[str, int]
    single: int
    amounts: Mapping[tuple[int, int], float]


def silo_section(figures: Figures) -> Section:
    """The flow as a matrix with silos highlighted, and the test of each department."""
    rows, grid = figures.silos.silos, _grid(figures.flow)
    silos = [row for row in rows if row.verdict is Verdict.SILO]
    return Section(
        id="silos",
        subject="Silos",
        title=_title(rows, silos),
        text="Each square shows how often lessons of one department were reused in another; darker squares mean more reuses. The framed "
        "diagonal shows reuses of a department’s own lessons.",
        evidence=f"{plural(figures.silos.events, 'reuse')} of other people’s lessons, by {plural(figures.silos.people, 'person', 'people')}.",
        method="A department with many lessons reuses many of its own by chance. Each reuse is therefore compared with all lessons that were "
        "available to that person on that day. A department is a silo when its own share is too high to be explained by chance (exact test, "
        "adjusted for the number of departments, q below 5%) and is at least halfway from chance to only its own lessons. "
        f"{NOT_COUNTED}",
        chart=_chart(grid, silos) if grid.amounts else None,
        tables=[*([_grid_table(grid)] if grid.amounts else []), *([_table(rows)] if rows else [])],
        decision=_decision(silos),
        page="/network",
    )


def _title(rows: Sequence[Silo], silos: Sequence[Silo]) -> str:
    if not any(row.events for row in rows):
        return "Nobody reused another person’s lesson in this period"
    if len(silos) == 1:
        return f"{silos[0].group.name} is a silo: {_comparison(silos[0])}"
    if silos:
        names = join_names([silo.group.name for silo in silos])
        return f"{names} are silos: they reuse their own lessons far more often than expected by chance"
    tested = sum(row.verdict is not Verdict.TOO_LITTLE_EVIDENCE for row in rows)
    if not tested:
        return f"Too few reuses to tell whether a department is a silo: each needs {MIN_EVENTS}"
    if tested == len(rows):
        return "No department is a silo: none reuses its own lessons far more often than expected by chance"
    return (
        f"No silo among the {plural(tested, 'department')} with {MIN_EVENTS} reuses or more; too few reuses to tell for the "
        f"{plural(len(rows) - tested, 'other')}"
    )


def _decision(silos: Sequence[Silo]) -> str:
    if not silos:
        return ""
    names = join_names([silo.group.name for silo in silos])
    return f"Which lessons of other departments should {names} try next, and who brings them in?"


def _comparison(silo: Silo) -> str:
    own = f"{format_number(silo.internal)} of its {plural(silo.events, 'reuse')} were its own lessons"
    times = silo.internal / silo.expected if silo.expected else 0
    ratio = f" ({format_number(times)} times)" if times >= MIN_TIMES else ""
    return f"{own}; {_format_about(silo.expected)} would be expected by chance{ratio}"


def _format_about(expected: float) -> str:
    """An expected number in a sentence: none, under 1, about 6."""
    if expected < 0.05:
        return "none"
    return "under 1" if expected < 0.5 else f"about {format_number(math.floor(expected + 0.5))}"


def _chart(grid: Grid, silos: Sequence[Silo]) -> Markup:
    marked = frozenset(index for silo in silos if (index := grid.positions[silo.group.id]) < grid.single)
    (row, column), largest = max(grid.amounts.items(), key=lambda cell: cell[1])
    description = (
        f"A matrix of {plural(len(grid.names), 'row')} and as many columns. The darkest cell is from {grid.names[row]} to "
        f"{grid.names[column]}: {plural(largest, 'reuse')}. Highlighted on the diagonal: "
        f"{join_names([silo.group.name for silo in silos]) or 'none'}. The figures follow as a table."
    )
    return matrix_chart("silo-matrix", "Reuses from department to department", description, grid.names, grid.amounts, marked)


def _grid(flow: Flow) -> Grid:
    """All groups, or those with the most reuses, in their order; all others share the last row and column."""
    weight: dict[str, float] = dict.fromkeys((group.id for group in flow.groups), 0.0)
    for cell in flow.cells:
        weight[cell.from_.id] += cell.reuses
        weight[cell.to.id] += cell.reuses
    room = MAX_GROUPS if len(weight) <= MAX_GROUPS else MAX_GROUPS - 1
    largest = set(sorted(weight, key=lambda id_: (-weight[id_], id_))[:room])
    single = [group for group in flow.groups if group.id in largest]
    names = [group.name for group in single] + ([f"{len(weight) - room} others"] if len(weight) > room else [])
    positions = dict.fromkeys(weight, len(single)) | {group.id: index for index, group in enumerate(single)}
    amounts: dict[tuple[int, int], float] = {}
    for cell in flow.cells:
        position = positions[cell.from_.id], positions[cell.to.id]
        amounts[position] = amounts.get(position, 0.0) + cell.reuses
    return Grid(names, positions, len(single), amounts)


def _grid_table(grid: Grid) -> Table:
    indices = range(len(grid.names))
    rows = [(name, *(format_number(grid.amounts.get((row, column), 0.0)) for column in indices)) for row, name in enumerate(grid.names)]
    heads = ("Source department", *grid.names)
    return Table("Reuses by source department (rows) and reusing department (columns)", heads, rows, screen_reader_only=True)


def _table(silos: Sequence[Silo]) -> Table:
    shown = [silo for silo in silos if silo.events]
    rows = [
        (
            silo.group.name,
            _verdict(silo),
            *map(format_number, (silo.events, silo.internal, silo.expected)),
            format_percent(silo.excess),
            _format_q(silo.q),
            format_number(silo.people),
        )
        for silo in shown
    ]
    marked = frozenset(index for index, silo in enumerate(shown) if silo.verdict is Verdict.SILO)
    heads = ("Department", "Verdict", "Reuses", "Own", "By chance", "Excess", "q", "People")
    hidden = len(silos) - len(shown)
    unused = f"{plural(hidden, 'more department')} reused no lesson of another person." if hidden else ""
    more = " ".join(filter(None, [*map(_second_condition, shown), unused]))
    return Table("Reuse of a department’s own lessons compared with chance", heads, rows, text_columns=2, marked=marked, more=more)


def _verdict(silo: Silo) -> str:
    return "above chance, no silo" if _is_above_chance(silo) else silo.verdict.display_name


def _is_above_chance(silo: Silo) -> bool:
    """Whether only the size of the excess keeps the group from being a silo."""
    return silo.verdict is Verdict.TYPICAL and silo.q is not None and silo.q < MAX_FALSE_DISCOVERY_RATE


def _second_condition(silo: Silo) -> str:
    """Why a group with a low q is not a silo."""
    if not _is_above_chance(silo):
        return ""
    return (
        f"{silo.group.name} is no silo although q is {_format_q(silo.q)}: a silo also needs an excess of at least "
        f"{format_percent(MIN_EXCESS)}, and its excess is {format_percent(silo.excess)}."
    )


def _format_q(q: float | None) -> str:
    if q is None:
        return NO_VALUE
    return f"under {SMALLEST_Q}" if q < SMALLEST_Q else f"{q:.3f}"
