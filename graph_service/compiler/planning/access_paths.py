"""Ways to find and to test nodes, with the estimates that the planner compares."""

from collections.abc import Callable
from dataclasses import dataclass

from graph_service.compiler.planning.filter_parts import Where
from graph_service.compiler.planning.statistics import End


@dataclass(frozen=True, slots=True)
class Start:
    """A way to find the nodes that meet a condition without testing every node of their label.

    way: how `explain` names it. rows: the estimated number of nodes. cost: of finding them. match: returns the Cypher that binds
    a variable to the nodes. unique: whether each node is found only once. single: whether there is at most one node. reached_by: the end of the
    relationship that leads to the nodes, if one does. is_superset: whether the condition has still to be tested.
    """

    way: str
    rows: float
    cost: float
    match: Callable[[str], str]
    unique: bool = True
    single: bool = False
    reached_by: End | None = None
    is_superset: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """A way to read the nodes of a label: how `explain` names it, about how many nodes are tested, and the cost of reading them.

    only_counts: whether nodes are not read unless they are tested, because their number is stored. limit: the number of rows that are read at
    most, before the rows are found in another way; 0 if there is none.
    """

    way: str
    rows: float
    cost: float
    only_counts: bool = False
    limit: int = 0


@dataclass(frozen=True, slots=True)
class AccessPath:
    """How the rows of a list are found: by a scan, or from a start; and the conditions left to test.

    If the conditions are None, the filter is a negation, and the start finds the nodes that the scan leaves out.
    """

    scan: Scan
    start: Start | None
    conditions: list[Where] | None


@dataclass(frozen=True, slots=True)
class Test:
    """One of several conditions: about how many rows it is tested on, and the cost."""

    part: Where
    rows: float
    cost: float
