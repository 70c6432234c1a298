"""Who keeps to themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from graph_service.analysis.measures.flow import Flow
from graph_service.analysis.measures.silos import Silo, Verdict
from graph_service.report.figures import Figures
from graph_service.report.formatting import listed, number, percent, plural
from graph_service.report.matrix_chart import matrix
from graph_service.report.section import Section, Table

MOST_GROUPS: Final = 18  # in the picture; the others are one row and one column together
VERDICTS: Final = {
    Verdict.SILO: "keeps to itself",
    Verdict.OPEN: "open to others",
    Verdict.TYPICAL: "nothing unusual",
    Verdict.TOO_LITTLE_EVIDENCE: "too little evidence",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows and columns of the picture: their names, the one of each group by its id, how many stand for one group alone, and F."""

    names: Sequence[str]
    place: Mapping[str, int]
    alone: int
    amounts: Mapping[tuple[int, int], float]


def silo_section(figures: Figures) -> Section:
    """Title, matrix of flow with the silos marked, and the test behind it."""
    found, grid = figures.silos.silos, _grid(figures.flow)
    closed = [silo for silo in found if silo.verdict is Verdict.SILO]
    return Section(
        id="silos",
        subject="Silos",
        title=_title(found, closed),
        text="Each square shows how often lessons learned in one department were reused in another: the darker, the more often. "
        "On the framed diagonal departments reuse their own.",
        evidence=f"{plural(figures.silos.events, 'reuse')} of other people’s lessons, made by {plural(figures.silos.people, 'person', 'people')}.",
        method="A department that learned much reuses much of its own by chance. So each reuse is held against all lessons that were "
        "available to that person on that day. A department keeps to itself when its own share lies so far above chance that chance is "
        "no explanation (exact test, adjusted for the number of departments, q below 5%) and covers at least half of the possible excess. "
        "The picture counts all reuses; the test leaves out people’s reuse of their own lessons and what belongs to no known department.",
        picture=_picture(grid, closed) if grid.amounts else None,
        tables=[*([_grid_table(grid)] if grid.amounts else []), *([_table(found)] if found else [])],
        asks=bool(closed),
    )


def _title(found: Sequence[Silo], closed: Sequence[Silo]) -> str:
    if not any(silo.events for silo in found):
        return "Nobody reused another person’s lesson in this time"
    if len(closed) == 1:
        return f"{closed[0].group.name} reuses its own lessons {_times(closed[0])}"
    if closed:
        names = listed([silo.group.name for silo in closed])
        return f"{names} keep to themselves: they reuse their own lessons far more often than chance would have it"
    judged = [silo for silo in found if silo.verdict is not Verdict.TOO_LITTLE_EVIDENCE]
    if not judged:
        return "No department made enough reuses to say whether it keeps to itself: that takes 10"
    if len(judged) == len(found):
        return "No department keeps to itself: none reuses its own lessons far more often than chance would have it"
    if len(judged) == 1:
        return f"{judged[0].group.name} does not keep to itself; of the other departments too little is known"
    return f"None of the {number(len(judged))} departments with 10 reuses or more keeps to itself; of the others too little is known"


def _times(silo: Silo) -> str:
    figures = f"{number(silo.internal)} of {number(silo.events)}, {number(silo.expected)} expected"
    often = f"{number(silo.internal / silo.expected)} times as often as" if silo.expected else "far more often than"
    return f"{often} chance would have it: {figures}"


def _picture(grid: Grid, closed: Sequence[Silo]) -> Markup:
    marked = frozenset(at for silo in closed if (at := grid.place[silo.group.id]) < grid.alone)
    (row, column), most = max(grid.amounts.items(), key=lambda cell: cell[1])
    description = (
        f"A square in shades of {plural(len(grid.names), 'row')} and as many columns. The darkest is from {grid.names[row]} to "
        f"{grid.names[column]}: {plural(most, 'reuse')}. Marked on the diagonal: {listed([silo.group.name for silo in closed]) or 'none'}. "
        "The figures follow as a table."
    )
    return matrix("silo-matrix", "Reuses from department to department", description, grid.names, grid.amounts, marked)


def _grid(flow: Flow) -> Grid:
    """All groups, or those with the most reuses, in their order, and the others together in the last row and column."""
    weight = dict.fromkeys((group.id for group in flow.groups), 0.0)
    for cell in flow.cells:
        weight[cell.giver.id] += cell.reuses
        weight[cell.receiver.id] += cell.reuses
    room = MOST_GROUPS if len(weight) <= MOST_GROUPS else MOST_GROUPS - 1
    kept = set(sorted(weight, key=lambda id_: (-weight[id_], id_))[:room])
    alone = [group for group in flow.groups if group.id in kept]
    names = [group.name for group in alone] + ([f"{len(weight) - room} others"] if len(weight) > room else [])
    place = dict.fromkeys(weight, len(alone)) | {group.id: at for at, group in enumerate(alone)}
    amounts: dict[tuple[int, int], float] = {}
    for cell in flow.cells:
        at = place[cell.giver.id], place[cell.receiver.id]
        amounts[at] = amounts.get(at, 0.0) + cell.reuses
    return Grid(names, place, len(alone), amounts)


def _grid_table(grid: Grid) -> Table:
    rows = [
        (name, *(number(grid.amounts.get((row, column), 0.0)) for column in range(len(grid.names)))) for row, name in enumerate(grid.names)
    ]
    return Table(
        "Reuses by where a lesson was learned (rows) and where it was reused (columns)", ("Learned in", *grid.names), rows, heard=True
    )


def _table(found: Sequence[Silo]) -> Table:
    shown = [silo for silo in found if silo.events]
    rows = [
        (
            silo.group.name,
            VERDICTS[silo.verdict],
            number(silo.events),
            number(silo.internal),
            number(silo.expected),
            percent(silo.excess),
            "–" if silo.q is None else ("under 0.001" if silo.q < 0.001 else f"{silo.q:.3f}"),
            number(silo.people),
        )
        for silo in shown
    ]
    marked = frozenset(at for at, silo in enumerate(shown) if silo.verdict is Verdict.SILO)
    heads = ("Department", "Verdict", "Reuses", "Own", "By chance", "Excess", "q", "People")
    more = f"{plural(len(found) - len(shown), 'more department')} only gave." if len(found) > len(shown) else ""
    return Table("Reuse of a department’s own lessons against chance", heads, rows, texts=2, marked=marked, more=more)
