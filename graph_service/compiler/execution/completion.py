"""Completion: checks the values of rows and returns the response, as graphql-core's CompleteValue does, but compiled per selection.

For { lesson(id: "l1") { title publishedOn } } the generated function is

    def complete(row):
     if row.__class__ is not dict: fall_back(row)
     v1 = row['lesson']
     if v1 is not None:
      if v1.__class__ is not dict: fall_back(v1)
      v2 = v1['title']
      if not (v2.__class__ is str): v2 = value2(v2)
      v3 = v1['publishedOn']
      if v3 is not None:
       if not (v3.__class__ is str): v3 = value3(v3)
      v1 = {'title': v2, 'publishedOn': v3}
     row = {'lesson': v1}
     return row

That is one lookup and one comparison per value; a generic loop over the fields takes three times as long. The source consists of
response keys, which GraphQL restricts to letters, digits and underscores, and of the table CHECKS. Any unexpected value raises
NeedsGraphQLCore: graphql-core then completes the same rows, with its errors, paths and nulls.
"""

from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any, TypeAlias, cast

from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLList, GraphQLNonNull, GraphQLObjectType

from graph_service.compiler.selection import SelectedField

Complete: TypeAlias = Callable[[Any], Any]

INT_MAX = 2**31 - 1


class NeedsGraphQLCore(Exception):
    """A value that only graphql-core can complete."""


def _fall_back(_value: Any) -> Any:
    raise NeedsGraphQLCore


def _complete_float(value: Any) -> float:
    return float(value) if value.__class__ in (float, int) and isfinite(value) else _fall_back(value)


IS_TEXT = "{v}.__class__ is str"
CHECKS: dict[str, tuple[str, Complete | None]] = {
    "String": (IS_TEXT, _fall_back),
    "ID": (IS_TEXT, _fall_back),
    "Date": (IS_TEXT, _fall_back),
    "DateTime": (f"{IS_TEXT} and {{v}}[19:20] == '.' and {{v}}[26:] == 'Z'", None),
    "Boolean": ("{v}.__class__ is bool", _fall_back),
    "Int": (f"{{v}}.__class__ is int and -{INT_MAX} <= {{v}} <= {INT_MAX}", _fall_back),
    "Float": ("{v}.__class__ is float and isfinite({v})", _complete_float),
}
"""Scalars whose values are mostly unchanged: (test for such a value {v}, conversion of others; None for the scalar's own)."""


def build_completion(root_type: GraphQLObjectType, selected: Iterable[SelectedField]) -> Complete:
    """The function that completes the rows of these root fields. It raises on any unexpected value."""
    builder = FunctionBuilder()
    builder.write_object(root_type, tuple(selected), "row", 1)
    builder.write(1, "return row")
    exec(compile("\n".join(builder.lines), "<completion>", "exec"), builder.names)  # noqa: S102 - see the module docstring
    return builder.names["complete"]


class FunctionBuilder:
    """Writes the source of one completion function. Each write_ method returns whether it may assign a new value to the variable."""

    def __init__(self) -> None:
        self.lines = ["def complete(row):"]
        self.names: dict[str, Any] = {"fall_back": _fall_back, "isfinite": isfinite}
        self._variables = 0

    def write(self, depth: int, line: str) -> None:
        self.lines.append(" " * depth + line)

    def write_object(
        self, type_: GraphQLObjectType, selections: tuple[SelectedField, ...], row: str, depth: int, *, is_interface: bool = False
    ) -> bool:
        """Completes an object. Its keys are put in the order of the selection, unless there is only one.

        is_interface: the type of the field is an interface, so that the row also has the name of its own type.
        """
        self.write(depth, f"if {row}.__class__ is not dict: fall_back({row})")
        entries: list[str] = []
        changed = is_interface or len(selections) > 1
        for field in selections:
            if field.name == "__typename":
                entries.append(f"{field.response_key!r}: {type_.name!r}")
                changed = True
                continue
            value = self._new_variable()
            entries.append(f"{field.response_key!r}: {value}")
            self.write(depth, f"{value} = {row}[{field.response_key!r}]")
            changed |= self._write_value(type_.fields[field.name].type, field, value, depth)
        if changed:
            self.write(depth, f"{row} = {{{', '.join(entries)}}}")
        return changed

    def _write_value(self, type_: Any, field: SelectedField, value: str, depth: int) -> bool:
        if isinstance(type_, GraphQLNonNull):
            return self._write_non_null(cast("GraphQLNonNull[Any]", type_).of_type, field, value, depth)
        self.write(depth, f"if {value} is not None:")
        return self._write_non_null(type_, field, value, depth + 1)

    def _write_non_null(self, type_: Any, field: SelectedField, value: str, depth: int) -> bool:
        if isinstance(type_, GraphQLList):
            return self._write_list(cast("GraphQLList[Any]", type_).of_type, field, value, depth)
        if field.object_type is not None:
            return self.write_object(field.object_type, field.selections, value, depth, is_interface=True)
        if isinstance(type_, GraphQLObjectType):
            return self.write_object(type_, field.selections, value, depth)
        check, conversion = CHECKS.get(type_.name, (None, None))
        function = self._new_name(conversion or (_enum_names(type_) if isinstance(type_, GraphQLEnumType) else _serializer(type_)))
        condition = f"if not ({check.format(v=value)}): " if check else ""
        self.write(depth, f"{condition}{value} = {function}({value})")
        return conversion is not _fall_back

    def _write_list(self, type_: Any, field: SelectedField, value: str, depth: int) -> bool:
        item, items, position = self._new_variable(), self._new_variable(), len(self.lines)
        self.write(depth, f"if {value}.__class__ is not list: fall_back({value})")
        self.write(depth, f"for {item} in {value}:")
        if not self._write_value(type_, field, item, depth + 1):
            return False
        self.lines.insert(position, f"{' ' * depth}{items} = []")
        self.write(depth + 1, f"{items}.append({item})")
        self.write(depth, f"{value} = {items}")
        return True

    def _new_variable(self) -> str:
        self._variables += 1
        return f"v{self._variables}"

    def _new_name(self, function: Any) -> str:
        name = f"value{len(self.names)}"
        self.names[name] = function
        return name


def _serializer(type_: GraphQLLeafType) -> Complete:
    serialize = cast("Complete", type_.coerce_output_value)
    return lambda value: _fall_back(value) if value is None else serialize(value)


def _enum_names(type_: GraphQLEnumType) -> Complete:
    serialize = _serializer(type_)

    class EnumNames(dict[Any, Any]):
        """The name of each enum value, computed on first use."""

        def __missing__(self, value: Any) -> Any:
            self[value] = serialize(value)
            return self[value]

    return EnumNames().__getitem__
