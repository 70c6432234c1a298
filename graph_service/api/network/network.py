"""The root field `network`, with a field for each measure of the registry, and the measures that are root fields themselves."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, cast, get_type_hints

import strawberry
from strawberry import ID
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.node_ids import PersonId
from graph_service.analysis.measures.declaration import Measure
from graph_service.analysis.measures.registry import NETWORK_MEASURES, ROOT_MEASURES
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.relevance.relevance import TextScores
from graph_service.api.context import Context, Info
from graph_service.api.network.evaluation import evaluate, read_columns, read_current
from graph_service.api.network.readable_rows import evaluate_readable, limited_attributes
from graph_service.api.network.result_types import compute_field, graphql_type, register_type, type_parts
from graph_service.api.network.text_scores import score_text
from graph_service.domain.existence import resolve_people
from graph_service.errors import InvalidInput, NotFound
from graph_service.mapping.read_rules import Clearance
from graph_service.mapping.scalars import Date, DateTime
from graph_service.model.days import day_after


def _add_measures(cls: type, measures: Sequence[Measure]) -> None:
    """Adds a field for each measure to a class."""
    for measure in measures:
        setattr(cls, measure.name, _measure_field(measure))


def _measure_field(measure: Measure) -> StrawberryField:
    """The field of a measure. Its parent is the view; a root field has no parent, and sees everything up to today."""
    hint = get_type_hints(measure.function)["return"]
    limited = limited_attributes(hint)

    async def resolve(parent: object, info: Info, arguments: dict[str, Any]) -> Any:
        context = info.context
        view = parent if isinstance(parent, View) else as_of(date.fromisoformat(context.today))
        values = await _read_arguments(context, measure, arguments)
        result = await (evaluate_readable(context, view, measure, values, limited) if limited else evaluate(context, view, measure, values))
        await context.write_in_turn()
        return result if measure.attribute is None else getattr(result, measure.attribute)

    type_ = graphql_type(hint if measure.attribute is None else get_type_hints(hint)[measure.attribute])
    return compute_field(type_, measure.description, resolve, measure.arguments, to_camel_case(measure.name))


async def _read_arguments(context: Context, measure: Measure, values: dict[str, Any]) -> dict[str, Any]:
    """The values as the measure takes them: hashable sets instead of lists, and scores instead of a text to search for."""
    arguments = {name: frozenset(cast("list[Any]", value)) if isinstance(value, list) else value for name, value in values.items()}
    for name in (each.name for each in measure.arguments if TextScores in type_parts(each.annotation)):
        if values[name] is not None:
            arguments[name] = await score_text(context, await read_columns(context), values[name])
    for name in (each.name for each in measure.arguments if PersonId in type_parts(each.annotation)):
        if values[name] is not None:
            arguments[name] = await _read_person(context, values[name], name)
    return arguments


async def _read_person(context: Context, person: str, field: str) -> str:
    """The ID of the person whom the caller names by the ID that the caller reads. Raises NotFound for other IDs, except the caller's own."""
    if context.viewer.clearance >= Clearance.CURATOR or person == context.caller.person:
        return person
    found = await resolve_people(context.graph, [person], None, everybody=True)
    if person not in found:
        raise NotFound(f"{field} is {person!r}, and there is no person with this id.", field=field)
    return found[person]


@strawberry.type(description="How recent computed results are.")
class AsOf:
    activity: int = strawberry.field(description="The sequence number of the last activity that the results include; 0 if there is none.")
    at: DateTime | None = strawberry.field(description="When that activity happened.")
    behind: int = strawberry.field(
        description="The number of later activities that the results do not include yet: the service is still reading them."
    )


class Network:
    """The network between departments, limited by the arguments. All results are of the same moment."""

    @strawberry.field(description="How recent the results are.")
    async def as_of(self, info: Info) -> AsOf:
        """The parent of this field and of all measures is the view."""
        as_of = (await read_current(info.context)).as_of
        return AsOf(activity=as_of.activity, at=None if as_of.at is None else DateTime(as_of.at), behind=as_of.behind)


register_type(View, Network)
_add_measures(Network, NETWORK_MEASURES)
strawberry.type(Network, description=Network.__doc__)


@strawberry.input(description="A range of days. Either end may be open.")
class Window:
    from_: Date | None = strawberry.field(default=None, name="from", description="The first day.")
    to: Date | None = strawberry.field(default=None, description="The day after the last day.")
    through: Date | None = strawberry.field(default=None, description="The last day. Give either this or `to`.")


class RankingQuery:
    """The root fields `experts` and `lessonsFor`."""


_add_measures(RankingQuery, ROOT_MEASURES)
strawberry.type(RankingQuery)


@strawberry.type
class NetworkQuery:
    """The root field `network`."""

    @strawberry.field(
        description="Analyses the network between departments: the flow of lessons, silos, brokers, savings, and lessons without reuse."
    )
    async def network(
        self,
        info: Info,
        window: Annotated[
            Window | None,
            strawberry.argument(
                description="Only reuses made in this window and, where lessons are counted, lessons published in it. All if omitted."
            ),
        ] = None,
        level: Annotated[
            int | None,
            strawberry.argument(
                description="The level of the department tree to report by; 0 is the top. Each department by itself if omitted."
            ),
        ] = None,
        topic: Annotated[ID | None, strawberry.argument(description="Only lessons on this topic or a narrower one.")] = None,
        chart: Annotated[
            Date | None, strawberry.argument(description="The day of the organisation chart to use; today if omitted.")
        ] = None,
    ) -> Network:
        """Raises NotFound for an unknown topic here, once, instead of in every field."""
        columns = await read_columns(info.context)
        if topic is not None:
            known_code(columns.topics.ids, topic, noun="topic", field="topic")
        view = View(
            chart=date.fromisoformat(chart or info.context.today),
            start=_day(window.from_ if window else None),
            end=_end(window) if window else None,
            level=level,
            topic=topic,
        )
        return cast("Network", view)


def _end(window: Window) -> date | None:
    """The day after the last day. Raises InvalidInput if it is given in both ways."""
    if window.to is not None and window.through is not None:
        raise InvalidInput(f"The window has both to ({window.to}) and through ({window.through}). Give only one of them.", field="window")
    if window.through is None:
        return _day(window.to)
    last = date.fromisoformat(window.through)
    return None if last == date.max else day_after(last)


def _day(text: Date | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
