"""The GraphQL types around the nodes: connections, edges and figures, and the root fields, all derived from the markers."""

import inspect
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import strawberry
from strawberry import ID
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from graph_service.mapping.aggregates import EDGE, figures_of, has_figures
from graph_service.mapping.annotations import Node, Property, Relation, field_of, node_of
from graph_service.mapping.inputs import figures_name, fill_inputs, fill_keys
from graph_service.mapping.registry import Registry, complete, make_argument, make_field, optional, spoken, words
from graph_service.mapping.scalars import Date
from graph_service.page_size import MAXIMUM_PAGE_SIZE

MARK = "**"
"""Stands on both sides of a word that was found in a text."""

RootKind = Literal["one", "page", "aggregate", "groups", "matches", "change"]


class Types:
    """The types of one schema, and what its root fields are. `search` names the root field that searches a node's texts, best first."""

    def __init__(self, nodes: Iterable[Node], search: Mapping[str, type] | None = None) -> None:
        self.nodes = list(nodes)
        self._search = search or {}
        self.registry = Registry()
        self.roots: dict[str, tuple[Node, RootKind]] = {}
        """Root field name: its node, and whether it gives one by its id, a page of them, their figures, or the best matches of a text."""
        for node in self.nodes:
            fill_keys(self.registry, node)
        for node in self.nodes:
            self._fill_node(node)
        self.query = self.registry.fill("NodeQuery", "Reads the nodes of the graph.", self._roots())

    @property
    def row_types(self) -> set[str]:
        """Names of the object types whose fields are read from rows."""
        return self.registry.row_types | {node.name for node in self.nodes}

    def _fill_node(self, node: Node) -> None:
        fields = {p.name: make_field(optional(p.type, p.nullable), p.description) for p in node.properties.values()}
        fields |= {r.name: self._relation_field(node, r) for r in node.relations.values()}
        fields |= {name: self._aggregate_field(node, name, r) for name, r in node.aggregates.items()}
        fields |= {name: self._groups_field(r.target, r.name, _day_argument(r)) for name, r in node.groups.items()}
        complete(node.origin, inspect.getdoc(node.origin) or "", fields)
        fill_inputs(self.registry, node)
        self._connection(node, f"{node.name}Connection", f"{node.name}Edge", ())
        self._aggregate(node, f"{node.name}Aggregate", ())
        self._groups(node)

    def _relation_field(self, node: Node, relation: Relation) -> StrawberryField:
        target = relation.target
        on = _day_argument(relation)
        if relation.marker.chain:
            return make_field(list[target.origin], relation.description, on)
        if not relation.many:
            return make_field(optional(target.origin, relation.nullable), relation.description, on)
        connection = self.registry.of(f"{target.name}Connection")
        if relation.edge:
            own = _own_name(node, relation)
            connection = self._connection(target, f"{own}Connection", f"{own}Edge", relation.edge)
        return make_field(connection, relation.description, [*on, *self._page_arguments(target)])

    def _aggregate_field(self, node: Node, name: str, relation: Relation) -> StrawberryField:
        target = relation.target
        figures = self.registry.of(f"{target.name}Aggregate")
        if relation.edge:
            figures = self._aggregate(target, f"{_own_name(node, relation)}Aggregate", relation.edge)
        return make_field(figures, f"Aggregates of `{relation.name}`.", [*_day_argument(relation), self._where_argument(target)])

    def _aggregate(self, node: Node, name: str, edge: tuple[Property, ...]) -> Any:
        _, many = words(node)
        fields = self._measured(node)
        if measured := {p.name: self._figures(p) for p in edge if has_figures(p)}:
            described = "Aggregates of the relationship's own properties."
            fields[EDGE] = make_field(self.registry.fill(f"{name}Edge", described, measured), described)
        return self.registry.fill(name, f"Aggregates of {many}.", fields)

    def _groups(self, node: Node) -> None:
        one, many = words(node)
        keys = {
            "name": make_field(str, "The field or relationship of the key."),
            "value": make_field(
                str | None, "The value that the group has in common; the name of a related node. Absent for the group without a value."
            ),
            "id": make_field(ID | None, "The ID of the related node."),
        }
        key = self.registry.fill("GroupKey", "A key of a group with its value.", keys)
        described = "The keys of the group, in the order of `by`."
        group = self.registry.fill(
            f"{node.name}Group",
            f"Aggregates of the {many} in one group.",
            {"keys": make_field(list[key], described), **self._measured(node)},
        )
        groups = {
            "nodes": make_field(list[group], "The groups, at most `first` of them."),
            "totalCount": make_field(int, "The total number of groups."),
        }
        self.registry.fill(
            f"{node.name}Groups", f"Groups of {many}. A {one} with several related nodes belongs to the group of each.", groups
        )

    def _groups_field(self, node: Node, name: str, further: Iterable[StrawberryArgument] = ()) -> StrawberryField:
        by = list[self.registry.of(f"{node.name}Key")]
        sort = list[self.registry.of(f"{node.name}GroupSort")] | None
        arguments = [
            *further,
            make_argument("by", by, "The keys to group by: one, or two for each combination of their values."),
            self._where_argument(node),
            make_argument("sort", sort, "The sort keys, in order of priority. Ties are broken by the group keys."),
            make_argument("first", int, f"The maximum number of groups, up to {MAXIMUM_PAGE_SIZE:,}.", 20),
        ]
        return make_field(self.registry.of(f"{node.name}Groups"), f"Aggregates of {spoken(name)}, one row per group.", arguments)

    def _measured(self, node: Node) -> dict[str, StrawberryField]:
        _, many = words(node)
        fields = {"count": make_field(int, f"The number of {many}.")}
        fields |= {p.name: self._figures(p) for p in node.properties.values() if has_figures(p)}
        return fields | {p.name: self._sums(p) for p in node.properties.values() if p.beside}

    def _figures(self, prop: Property) -> StrawberryField:
        fields = {
            name: make_field(optional(figure.type_over(prop.type), figure.nullable), figure.description)
            for name, figure in figures_of(prop.type).items()
        }
        made = self.registry.fill(figures_name(prop.type), "Aggregates of one field; absent values are ignored.", fields)
        return make_field(made, f"Aggregates of `{prop.name}`.")

    def _sums(self, prop: Property) -> StrawberryField:
        unit = prop.beside or ""
        fields = {unit: make_field(str, f"The {spoken(unit)} of the sum."), "sum": make_field(prop.type, "The sum.")}
        name = f"{unit[0].upper()}{unit[1:]}Sum"
        made = self.registry.fill(
            name, f"A sum in one {spoken(unit)}. Values that differ in {spoken(unit)} are never added together.", fields
        )
        return make_field(list[made], f"The sums of `{prop.name}`, one per {spoken(unit)}.")

    def _connection(self, node: Node, name: str, edge_name: str, edge: Iterable[Property]) -> Any:
        one, many = words(node)
        properties = {p.name: make_field(optional(p.type, p.nullable), p.description) for p in edge}
        self.registry.fill(
            edge_name,
            f"A {one} in a list, with its cursor.",
            {
                "cursor": make_field(str, "The position in the list; pass it as `after` or `before` to read on from here."),
                **properties,
                "node": make_field(node.origin, f"The {one}."),
            },
        )
        return self.registry.fill(
            name,
            f"A page of {many}.",
            {
                "nodes": make_field(list[node.origin], f"The {many} on this page."),
                "edges": make_field(list[self.registry.of(edge_name)], f"The {many} on this page, each with its cursor."),
                "totalCount": make_field(int, f"The number of {many} on all pages."),
                "pageInfo": make_field(strawberry.relay.PageInfo, "Whether there are more pages, and where they start."),
            },
        )

    def _roots(self) -> dict[str, StrawberryField]:
        fields: dict[str, StrawberryField] = {}
        for node in self.nodes:
            one, many = words(node)
            single = field_of(node)
            self.roots |= {single: (node, "one"), node.plural: (node, "page"), f"{node.plural}Aggregate": (node, "aggregate")}
            fields[single] = make_field(
                node.origin | None, f"The {one} with this ID; null if there is none.", [make_argument("id", ID, f"The ID of the {one}.")]
            )
            fields[node.plural] = make_field(
                self.registry.of(f"{node.name}Connection"), f"All {many}, in pages.", self._page_arguments(node)
            )
            figures = self.registry.of(f"{node.name}Aggregate")
            self.roots[f"{node.plural}Grouped"] = (node, "groups")
            fields[f"{node.plural}Grouped"] = self._groups_field(node, f"all {many}")
            fields[f"{node.plural}Aggregate"] = make_field(figures, f"Aggregates of all {many}.", [self._where_argument(node)])
        return fields | {name: self._search_field(name, node_of(cls)) for name, cls in self._search.items()}

    def _search_field(self, name: str, node: Node) -> StrawberryField:
        one, many = words(node)
        self.roots[name] = (node, "matches")
        fields = {
            "score": make_field(float, "How well it matches; comparable only within one response."),
            field_of(node): make_field(node.origin, f"The {one}."),
            "highlights": make_field(list[str], f"Excerpts of its text, with matching words between {MARK} and {MARK}."),
        }
        match = self.registry.fill(f"{node.name}Match", f"A {one} that matches, and how well.", fields)
        arguments = [
            make_argument(
                "text", str, "The words to look for; any of them may occur. Special characters are plain text: there is no query language."
            ),
            make_argument("first", int, f"The maximum number of {many}, up to {MAXIMUM_PAGE_SIZE:,}.", 20),
            self._where_argument(node),
        ]
        return make_field(list[match], f"The {many} whose text contains any of these words, best match first.", arguments)

    def _where_argument(self, node: Node) -> StrawberryArgument:
        _, many = words(node)
        return make_argument("where", self.registry.of(f"{node.name}Where") | None, f"Only {many} that meet these conditions.")

    def _page_arguments(self, node: Node) -> list[StrawberryArgument]:
        one, many = words(node)
        return [
            self._where_argument(node),
            make_argument(
                "sort",
                list[self.registry.of(f"{node.name}Sort")] | None,
                "The sort keys, in order of priority. Ties are broken by ID, in the direction of the last key.",
            ),
            make_argument("first", int, f"The maximum number of {many}, up to {MAXIMUM_PAGE_SIZE:,}.", 20),
            make_argument("after", str | None, f"Start after the {one} with this cursor."),
            make_argument("last", int | None, f"The maximum number of {many} from the end of the list, in list order. Replaces `first`."),
            make_argument("before", str | None, f"End before the {one} with this cursor. Only with `last`."),
        ]


def _day_argument(relation: Relation) -> list[StrawberryArgument]:
    return [make_argument("on", Date | None, "The day to look at; today by default.")] if relation.marker.dated else []


def _own_name(node: Node, relation: Relation) -> str:
    """For the types of a relation with properties of its own."""
    return f"{node.name}{relation.name[0].upper()}{relation.name[1:]}"
