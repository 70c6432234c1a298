"""Arguments of the fields that return lists, aggregates and groups."""

from strawberry.types.arguments import StrawberryArgument

from graph_service.mapping.node_types import Node, Relation
from graph_service.mapping.registry import Registry, make_argument, node_words
from graph_service.mapping.scalars import Date
from graph_service.page_size import DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE


def day_argument(relation: Relation) -> list[StrawberryArgument]:
    """`on` for a dated relationship; otherwise nothing."""
    description = "The day to look at; today by default."
    return [make_argument("on", Date | None, description)] if relation.dated else []


def where_argument(registry: Registry, node: Node) -> StrawberryArgument:
    _, many = node_words(node)
    return make_argument("where", registry.get(f"{node.name}Where") | None, f"Only {many} that meet these conditions.")


def hidden_argument(node: Node) -> list[StrawberryArgument]:
    """The argument that includes hidden nodes, such as `includeWithdrawn`; nothing if the type hides none."""
    if node.hidden_when is None:
        return []
    _, many = node_words(node)
    description = f"Whether to include {many} with `{node.hidden_when.property_name}`, which are left out by default."
    return [make_argument(node.hidden_when.argument, bool, description, default=False)]


def list_arguments(registry: Registry, node: Node) -> list[StrawberryArgument]:
    """`where`, and the argument that includes hidden nodes."""
    return [where_argument(registry, node), *hidden_argument(node)]


def page_arguments(registry: Registry, node: Node) -> list[StrawberryArgument]:
    """`where`, the argument that includes hidden nodes, `sort`, and the Relay arguments `first`, `after`, `last` and `before`."""
    one, many = node_words(node)
    return [
        *list_arguments(registry, node),
        make_argument(
            "sort",
            list[registry.get(f"{node.name}Sort")] | None,
            "The sort keys, in order of priority. Ties are broken by ID, in the direction of the last key.",
        ),
        first_argument(many),
        make_argument("after", str | None, f"Start after the {one} with this cursor."),
        make_argument("last", int | None, f"The maximum number of {many} from the end of the list, in list order. Replaces `first`."),
        make_argument("before", str | None, f"End before the {one} with this cursor. Only with `last`."),
    ]


def group_arguments(registry: Registry, node: Node) -> list[StrawberryArgument]:
    """`by`, `where`, the argument that includes hidden nodes, `sort` and `first`."""
    keys = list[registry.get(f"{node.name}Key")]
    sort = list[registry.get(f"{node.name}GroupSort")] | None
    return [
        make_argument("by", keys, "The keys to group by: one, or two for each combination of their values."),
        *list_arguments(registry, node),
        make_argument("sort", sort, "The sort keys, in order of priority. Ties are broken by the group keys."),
        first_argument("groups"),
    ]


def search_arguments(registry: Registry, node: Node) -> list[StrawberryArgument]:
    """`text`, `first`, `where` and the argument that includes hidden nodes."""
    _, many = node_words(node)
    text = "The words to look for; any of them may occur. Special characters are plain text: there is no query language."
    return [make_argument("text", str, text), first_argument(many), *list_arguments(registry, node)]


def first_argument(items: str) -> StrawberryArgument:
    return make_argument("first", int | None, f"The maximum number of {items}, up to {MAXIMUM_PAGE_SIZE:,}.", DEFAULT_PAGE_SIZE)
