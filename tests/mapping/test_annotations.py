"""A class that is marked wrongly is refused where the schema is built, by name and with what to do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Optional

import pytest
from strawberry import ID

from graph_service.mapping.annotations import Many, node, related
from graph_service.mapping.resolution import resolve_nodes

ROOT = Path(__file__).parents[2]


class Length:
    """A length, not marked as anything."""

    metres: int


@node("Tree")
class Tree:
    id: ID


@node("Bird")
class NoMarker:
    id: ID
    nests_in: Tree


@node("Bird")
class NoMarkers:
    id: ID
    nests_in: Many[Tree]


@node("Bird")
class MarkedScalar:
    id: ID
    name: str = related("NAMED")


@node("Bird")
class MissingByName:
    id: ID
    eats: Many["Worm"] = related("EATS")  # noqa: F821 # pyright: ignore


@node("Bird")
class WrongList:
    id: ID
    nests: list[Tree] = related("NESTS_IN")


@node("Bird")
class WrongChain:
    id: ID
    nests: Many[Tree] = related("NESTS_IN", transitive=True)


@node("Bird")
class UnmarkedEdge:
    id: ID
    nests: Many[Tree] = related("NESTS_IN", edge=Length)


@node("Bird")
class NoId:
    name: str


class Inherited(Tree):
    """The mark is not handed on: a label belongs to one class."""


def test_a_relationship_needs_its_marker() -> None:
    for cls in (NoMarker, NoMarkers):
        with pytest.raises(TypeError, match=rf"{cls.__name__}\.nests_in refers to nodes but has no related\(\.\.\.\)\. Add it"):
            resolve_nodes([cls, Tree])


def test_a_marker_needs_a_relationship() -> None:
    with pytest.raises(
        TypeError, match=r"MarkedScalar\.name has related\(\.\.\.\), but its type <class 'str'> is not one of the node types"
    ):
        resolve_nodes([MarkedScalar, Tree])


def test_every_class_that_is_mentioned_must_be_given() -> None:
    with pytest.raises(NameError, match="Worm"):
        resolve_nodes([MissingByName, Tree])
    with pytest.raises(TypeError, match=r"UnmarkedEdge\.nests .* its type .*Tree.* is not one of the node types UnmarkedEdge\."):
        resolve_nodes([UnmarkedEdge])


def test_a_chain_is_a_list_and_nothing_else_is() -> None:
    for cls in (WrongList, WrongChain):
        with pytest.raises(
            TypeError,
            match=rf"{cls.__name__}\.nests: annotate a transitive relationship as list\[Tree\] and any other list as Many\[Tree\]",
        ):
            resolve_nodes([cls, Tree])


def test_nodes_and_edges_are_marked() -> None:
    for cls in (Length, Inherited):
        with pytest.raises(TypeError, match=f"{cls.__name__} has no @node annotation"):
            resolve_nodes([cls])
    with pytest.raises(TypeError, match="Length has no @edge annotation"):
        resolve_nodes([UnmarkedEdge, Tree])
    with pytest.raises(TypeError, match="NoId has no attribute id"):
        resolve_nodes([NoId])


@node("Bird", plural="flock")
class Bird:
    """Feathers."""

    id: ID
    """What is on its ring."""
    wing_span: float | None
    """In metres,
    tip to tip."""
    first_tree: Optional["Tree"] = related("NESTS_IN", description="Where it began.")
    trees: Many["Tree"] = related("NESTS_IN")


def test_a_well_marked_class_is_read_with_its_texts() -> None:
    bird, tree = resolve_nodes([Bird, Tree])
    assert (bird.label, bird.name, bird.plural, tree.plural) == ("Bird", "Bird", "flock", "trees")
    assert [(each.name, each.nullable, each.description) for each in bird.properties.values()] == [
        ("id", False, "What is on its ring."),
        ("wingSpan", True, "In metres, tip to tip."),
    ]
    assert [(each.name, each.many, each.nullable, each.target is tree) for each in bird.relations.values()] == [
        ("firstTree", False, True, True),
        ("trees", True, False, True),
    ]


def test_the_type_checker_accepts_a_module_of_markers() -> None:
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "tests/compiler/music.py"]
    report = json.loads(subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    assert report["generalDiagnostics"] == []
