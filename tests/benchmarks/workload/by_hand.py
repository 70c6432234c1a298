"""Hand-written Cypher for a question: every strategy that somebody would try, written without the compiler.

Test each node of the label, or start at any condition on the way and follow the relationships backwards; unite the starts of an OR; take the
complement of a NOT; read a list in the order of an index, or of the related nodes it is sorted by; or collect, then sort.
"""

from collections.abc import Iterator
from enum import Enum
from itertools import count, product
from typing import Any, LiteralString, cast

from graph_service.mapping.node_types import Node, Relation
from graph_service.mapping.scalars import Date
from tests.benchmarks.workload.questions import Combined, Comparison, Condition, Question, Related

MAX_STATEMENTS = 12
SIMPLE = {"eq": "{x} = {p}", "in": "{x} IN {p}", "gte": "{x} >= {p}", "lt": "{x} < {p}"}
FOLD = "replace(replace(replace(toLower({}), 'i̇', 'i'), 'ß', 'ss'), 'ς', 'σ')"  # the meaning of the filters that ignore case
FOLDED = {
    "contains": f"{FOLD.format('{x}')} CONTAINS {FOLD.format('{p}')}",
    "startsWith": f"{FOLD.format('{x}')} STARTS WITH {FOLD.format('{p}')}",
}


class Writer:
    """Writes the statements of one question, and collects their parameters."""

    def __init__(self, today: str) -> None:
        self.parameters: dict[str, Any] = {"today": today}
        self._names = count()

    def statements(self, question: Question) -> list[LiteralString]:
        """The statements, each of which returns the ids of the page, the count, or both."""
        counts = list(self._counts(question)) if question.with_count else [""]
        pages = list(self._pages(question)) if question.order else [""]
        texts = [f"RETURN {', '.join(part for part in parts if part)}" for parts in product(pages, counts)]
        return [cast("LiteralString", text) for text in texts[:MAX_STATEMENTS]]

    def _counts(self, question: Question) -> Iterator[str]:
        node, condition = question.node, question.condition
        visible = _visible(node, "n")
        if condition is None:
            yield f"COUNT {{ MATCH (n:{node.label}){_where(visible)} }} AS total"
            return
        yield f"COUNT {{ MATCH (n:{node.label}){_where(visible, self._test(node, 'n', condition))} }} AS total"
        for start in self._starts(node, "n", condition):
            yield f"COUNT {{ {start} WITH DISTINCT n{_where(visible)} RETURN n }} AS total"
        excluded = _excluded(condition)
        for start in self._starts(node, "n", excluded) if excluded else ():
            all_nodes = f"COUNT {{ MATCH (n:{node.label}){_where(visible)} }}"
            yield f"{all_nodes} - COUNT {{ {start} WITH DISTINCT n{_where(visible)} RETURN n }} AS total"

    def _pages(self, question: Question) -> Iterator[str]:
        assert question.order
        node, condition = question.node, question.condition
        path, prop, descending = question.order
        visible, direction = _visible(node, "n"), " DESC" if descending else ""
        test = self._test(node, "n", condition) if condition else ""
        starts = [*(self._starts(node, "n", condition) if condition else ())]
        if not path:
            key, end = f"n.{prop.name}", f"ORDER BY n.{prop.name} IS NULL, n.{prop.name}{direction}, n.id{direction} LIMIT 20 RETURN n.id"
            # An index gives the order of the nodes that have the property.
            ordered = f"WITH n ORDER BY {key}{direction}, n.id{direction} LIMIT 20 RETURN n.id"
            yield f"COLLECT {{ MATCH (n:{node.label}){_where(f'{key} IS NOT NULL', visible, test)} {ordered} }} AS page"
            for start in [f"MATCH (n:{node.label}){_where(visible, test)}", *starts]:
                yield f"COLLECT {{ {start} WITH DISTINCT n{_where(visible)} WITH n {end} }} AS page"
            return
        names = ["n", *(self._name() for _ in path)]
        steps = [f"MATCH {self._pattern(*each)}" for each in zip(path, names, names[1:], strict=False)]
        key, last = f"{names[-1]}.{prop.name}", path[-1].target
        end = f"ORDER BY key IS NULL, key{direction}, n.id{direction} LIMIT 20 RETURN n.id"
        ordered = f"MATCH ({names[-1]}:{last.label}) WHERE {key} IS NOT NULL WITH {names[-1]}, {key} AS key ORDER BY key{direction}"
        walk = f"{ordered} {' '.join(reversed(steps))} WITH n, key{_where(visible, test)}"
        yield f"COLLECT {{ {walk} WITH n, key ORDER BY key{direction}, n.id{direction} LIMIT 20 RETURN n.id }} AS page"
        optional = " ".join(f"OPTIONAL {step}" for step in steps)
        for start in [f"MATCH (n:{node.label}){_where(visible, test)}", *starts]:
            yield f"COLLECT {{ {start} WITH DISTINCT n{_where(visible)} {optional} WITH n, {key} AS key {end} }} AS page"

    def _starts(self, node: Node, variable: str, condition: Condition) -> Iterator[str]:
        """Cypher that binds the variable to the nodes that meet the condition, from each place at which it can start."""
        match condition:
            case Comparison():
                yield f"MATCH ({variable}:{node.label}) WHERE {self._test(node, variable, condition)}"
            case Related(relation, "some" | "", inner):
                end = self._name()
                for start in self._starts(relation.target, end, inner):
                    yield f"{start} WITH DISTINCT {end} MATCH {self._pattern(relation, variable, end)}"
            case Combined("AND", parts):
                for part in parts:
                    others = [self._test(node, variable, other) for other in parts if other is not part]
                    for start in self._starts(node, variable, part):
                        yield f"{start} WITH DISTINCT {variable}{_where(*others)}"
            case Combined("OR", parts):
                starts = [next(self._starts(node, variable, part), None) for part in parts]
                if all(starts):
                    united = " UNION ".join(f"{start} RETURN {variable}" for start in starts)
                    yield f"CALL () {{ {united} }} WITH {variable}"
            case _:
                return

    def _test(self, node: Node, variable: str, condition: Condition) -> str:
        match condition:
            case Comparison(prop, operator, value):
                return (SIMPLE | FOLDED)[operator].format(x=f"{variable}.{prop.name}", p=self._bind(prop.type, value))
            case Related(relation, quantifier, inner):
                end = self._name()
                test = self._test(relation.target, end, inner)
                pattern = self._pattern(relation, variable, end)
                if quantifier == "single":
                    return (
                        f"COUNT {{ MATCH {pattern} AND {test} RETURN DISTINCT {end} }} = 1"
                        if " WHERE " in pattern
                        else (f"COUNT {{ MATCH {pattern} WHERE {test} RETURN DISTINCT {end} }} = 1")
                    )
                joined = " AND " if " WHERE " in pattern else " WHERE "
                inside = f"NOT coalesce({test}, false)" if quantifier == "all" else test
                return f"{'NOT ' if quantifier in ('none', 'all') else ''}EXISTS {{ MATCH {pattern}{joined}{inside} }}"
            case Combined("NOT", (part,)):
                return f"NOT coalesce({self._test(node, variable, part)}, false)"
            case Combined(operator, parts):
                return "(" + f" {operator} ".join(self._test(node, variable, part) for part in parts) + ")"

    def _pattern(self, relation: Relation, start: str, end: str) -> str:
        edge = self._name()
        first = f"({start})"
        if relation.through:
            first += f"{_arrow(relation.through.relationship, '', incoming=relation.through.incoming)}()"
        pattern = f"{first}{_arrow(relation.relationship, edge, incoming=relation.incoming)}({end})"
        day = f"({edge}.from IS NULL OR {edge}.from <= date($today)) AND ({edge}.to IS NULL OR date($today) < {edge}.to)"
        return pattern + _where(day if relation.dated else "", _visible(relation.target, end) if relation.many else "")

    def _name(self) -> str:
        return f"x{next(self._names)}"

    def _bind(self, type_: Any, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value.value if isinstance(value, Enum) else value
        return f"date(${name})" if type_ is Date else f"${name}"


def _excluded(condition: Condition) -> Condition | None:
    match condition:
        case Combined("NOT", (part,)):
            return part
        case Related(relation, "none", inner):
            return Related(relation, "some", inner)
        case _:
            return None


def _arrow(relationship: str, edge: str, *, incoming: bool) -> str:
    return f"<-[{edge}:{relationship}]-" if incoming else f"-[{edge}:{relationship}]->"


def _visible(node: Node, variable: str) -> str:
    return f"{variable}.{node.hidden_when.property_name} IS NULL" if node.hidden_when else ""


def _where(*conditions: str) -> str:
    shown = [condition for condition in conditions if condition]
    return f" WHERE {' AND '.join(shown)}" if shown else ""
