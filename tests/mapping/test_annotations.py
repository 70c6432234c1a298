"""Wrong annotations raise an error that names the attribute and says how to correct it."""

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
    """A class without an annotation."""

    metres: int


@node("Tree")
class Tree:
    id: ID


@node("Bird")
class NoAnnotation:
    id: ID
    nests_in: Tree


@node("Bird")
class NoAnnotations:
    id: ID
    nests_in: Many[Tree]


@node("Bird")
class AnnotatedScalar:
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
class WrongTransitive:
    id: ID
    nests: Many[Tree] = related("NESTS_IN", transitive=True)


@node("Bird")
class UndeclaredEdge:
    id: ID
    nests: Many[Tree] = related("NESTS_IN", edge=Length)


@node("Bird")
class NoId:
    name: str


class Inherited(Tree):
    """A subclass does not inherit the annotation, because a label belongs to one class."""


def test_attribute_that_refers_to_nodes_needs_an_annotation() -> None:
    for cls in (NoAnnotation, NoAnnotations):
        with pytest.raises(TypeError, match=rf"{cls.__name__}\.nests_in refers to nodes but has no related\(\.\.\.\)\. Add it"):
            resolve_nodes([cls, Tree])


def test_related_needs_a_node_type() -> None:
    with pytest.raises(
        TypeError, match=r"AnnotatedScalar\.name has related\(\.\.\.\), but its type <class 'str'> is not one of the node types"
    ):
        resolve_nodes([AnnotatedScalar, Tree])


def test_referenced_class_must_be_among_the_resolved_classes() -> None:
    with pytest.raises(NameError, match="Worm"):
        resolve_nodes([MissingByName, Tree])
    with pytest.raises(TypeError, match=r"UndeclaredEdge\.nests .* its type .*Tree.* is not one of the node types UndeclaredEdge\."):
        resolve_nodes([UndeclaredEdge])


def test_only_transitive_relationships_are_lists() -> None:
    for cls in (WrongList, WrongTransitive):
        with pytest.raises(
            TypeError,
            match=rf"{cls.__name__}\.nests: annotate a transitive relationship as list\[Tree\] and any other list as Many\[Tree\]",
        ):
            resolve_nodes([cls, Tree])


def test_node_and_edge_classes_need_their_annotation_and_an_id() -> None:
    for cls in (Length, Inherited):
        with pytest.raises(TypeError, match=f"{cls.__name__} has no @node annotation"):
            resolve_nodes([cls])
    with pytest.raises(TypeError, match="Length has no @edge annotation"):
        resolve_nodes([UndeclaredEdge, Tree])
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


def test_annotated_class_is_resolved_with_its_docstrings() -> None:
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


@pytest.mark.thorough
def test_type_checker_accepts_a_module_with_annotations() -> None:
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "tests/compiler/music.py"]
    report = json.loads(subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    assert report["generalDiagnostics"] == []
