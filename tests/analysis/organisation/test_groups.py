"""Departments roll up the tree of a chosen day."""

from datetime import date

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.groups import GroupKind, partition_departments
from graph_service.analysis.organisation.view import View
from tests.analysis.random_organisations import columns_of
from tests.analysis.rows import DepartmentRow, ParentRow, Rows

MOVE = date(2025, 7, 1)
BEFORE, AFTER = date(2025, 6, 30), MOVE


def company() -> list[ParentRow]:
    """Board > (Works > (Plant > Line), Sales); Line moves under Sales; Guild stands alone."""
    day = day_number(MOVE)
    return [
        ParentRow("works", "board", None, None),
        ParentRow("sales", "board", None, None),
        ParentRow("plant", "works", None, None),
        ParentRow("line", "plant", None, day),
        ParentRow("line", "sales", day, None),
    ]


def groups_of(view: View) -> dict[str, str]:
    departments = [DepartmentRow(id_, id_.title()) for id_ in ("sales", "board", "plant", "works", "line", "guild")]
    columns = columns_of(Rows(departments, company(), [], [], []))
    partition = partition_departments(columns.departments, view)
    assert partition.groups[-1].kind is GroupKind.UNATTRIBUTED
    assert int(partition.of[-1]) == len(partition.groups) - 1
    return {id_: partition.groups[code].id for id_, code in zip(columns.departments.ids, partition.of.tolist(), strict=False)}


def test_without_a_level_every_department_is_itself() -> None:
    assert all(id_ == group for id_, group in groups_of(View(BEFORE)).items())


def test_level_0_is_the_roots() -> None:
    groups = groups_of(View(BEFORE, level=0))
    assert groups == {"board": "board", "works": "board", "sales": "board", "plant": "board", "line": "board", "guild": "guild"}


def test_a_department_shallower_than_the_level_stays_itself() -> None:
    groups = groups_of(View(BEFORE, level=2))
    assert groups == {"board": "board", "works": "works", "sales": "sales", "plant": "plant", "line": "plant", "guild": "guild"}


def test_the_chart_decides_under_whom_a_moved_department_counts() -> None:
    assert groups_of(View(BEFORE, level=1))["line"] == "works"
    assert groups_of(View(AFTER, level=1))["line"] == "sales"


def test_a_group_knows_its_department() -> None:
    columns = columns_of(Rows([DepartmentRow("a", "Assembly")], [], [], [], []))
    assembly, nobody = partition_departments(columns.departments, View(BEFORE)).groups
    assert (assembly.id, assembly.name, assembly.kind, assembly.department) == ("a", "Assembly", GroupKind.DEPARTMENT, "a")
    assert nobody.department is None


def test_a_circle_that_someone_drew_by_hand_does_not_hang() -> None:
    departments = [DepartmentRow("a", "A"), DepartmentRow("b", "B")]
    rows = Rows(departments, [ParentRow("a", "b", None, None), ParentRow("b", "a", None, None)], [], [], [])
    assert len(partition_departments(columns_of(rows).departments, View(BEFORE, level=0)).groups) <= 3
