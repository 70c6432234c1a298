"""Resolves annotated classes into node types, once all of the classes are known."""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from strawberry.utils.str_converters import to_camel_case

from graph_service.mapping.annotations import Many, Related, Stored, node_of
from graph_service.mapping.node_types import Node, Property, Relation


def resolve_nodes(classes: Iterable[type]) -> list[Node]:
    """The node types of these classes, with their properties and relations filled in.

    NameError names a class that an annotation refers to and that is missing here; TypeError names an attribute with a wrong annotation.
    """
    nodes = {cls.__name__: node_of(cls) for cls in classes}
    for node in nodes.values():
        _resolve_node(node, nodes)
    return list(nodes.values())


def _resolve_node(node: Node, nodes: Mapping[str, Node]) -> None:
    for attribute, hint, annotation, description in _attributes(node.cls, {name: n.cls for name, n in nodes.items()}):
        name, (type_, nullable) = to_camel_case(attribute.rstrip("_")), _strip_optional(hint)
        if isinstance(annotation, Related):
            _check_relation(f"{node.name}.{attribute}", annotation, type_, nodes)
            node.relations[name] = _relation(name, annotation, type_, nullable, description, nodes)
        elif get_origin(type_) is Many or "__node__" in getattr(type_, "__dict__", {}):
            raise TypeError(f"{node.name}.{attribute} refers to nodes but has no related(...). Add it, with the relationship type.")
        else:
            unit = annotation.unit if isinstance(annotation, Stored) else None
            node.properties[name] = Property(name, type_, nullable, unit, description)
    if node.hidden_when and node.hidden_when.property_name not in node.properties:
        raise TypeError(f"{node.name} is hidden by {node.hidden_when.property_name}, which is not one of its properties.")
    if "id" not in node.properties:
        raise TypeError(f"{node.name} has no attribute id. Every node type needs one: lookups and the order of lists use it.")


def _check_relation(attribute: str, annotation: Related, type_: Any, nodes: Mapping[str, Node]) -> None:
    target = _target_class(type_)
    name = getattr(target, "__name__", "")
    if name not in nodes:
        raise TypeError(f"{attribute} has related(...), but its type {target!r} is not one of the node types {', '.join(nodes)}.")
    if (get_origin(type_) is list) is not annotation.transitive:
        raise TypeError(f"{attribute}: annotate a transitive relationship as list[{name}] and any other list as Many[{name}].")


def _relation(name: str, annotation: Related, type_: Any, nullable: bool, description: str | None, nodes: Mapping[str, Node]) -> Relation:
    return Relation(
        name,
        annotation.relationship,
        nodes[_target_class(type_).__name__],
        many=get_origin(type_) in (Many, list),
        nullable=nullable,
        incoming=annotation.incoming,
        dated=annotation.dated,
        distinct=annotation.distinct,
        transitive=annotation.transitive,
        edge_properties=_edge_properties(annotation.edge),
        description=description,
        through=annotation.through,
    )


def _target_class(type_: Any) -> Any:
    return get_args(type_)[0] if get_origin(type_) in (Many, list) else type_


def _edge_properties(cls: type | None) -> tuple[Property, ...]:
    if cls is None:
        return ()
    if "__edge__" not in cls.__dict__:
        raise TypeError(f"{cls.__name__} has no @edge annotation.")
    attributes = [(name.rstrip("_"), _strip_optional(hint), description) for name, hint, _, description in _attributes(cls, {})]
    return tuple(Property(to_camel_case(name), type_, nullable, None, text) for name, (type_, nullable), text in attributes)


def _attributes(cls: type, local_names: Mapping[str, type]) -> list[tuple[str, Any, object, str | None]]:
    """(name, type hint, annotation, description) of each attribute, in the order of the class."""
    docstrings = attribute_docstrings(cls)
    hints = get_type_hints(cls, localns=dict(local_names))
    annotated: list[tuple[str, Any, Any]] = [(name, hint, cls.__dict__.get(name)) for name, hint in hints.items()]
    return [(name, hint, value, getattr(value, "description", None) or docstrings.get(name)) for name, hint, value in annotated]


def _strip_optional(hint: Any) -> tuple[Any, bool]:
    """(the type without None, whether None was part of it)."""
    types = [argument for argument in get_args(hint) if argument is not NoneType]
    return (types[0], True) if NoneType in get_args(hint) else (hint, False)


def attribute_docstrings(cls: type) -> dict[str, str]:
    """The string literal below each attribute of a class, by attribute name. It describes the GraphQL field made from the attribute."""
    declaration = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    docstrings: dict[str, str] = {}
    for statement, following in pairwise(declaration.body if isinstance(declaration, ast.ClassDef) else ()):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                docstrings[name] = " ".join(inspect.cleandoc(text).split())
            case _:
                pass
    return docstrings
