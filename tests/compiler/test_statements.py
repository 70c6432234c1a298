"""One statement per root field, and its text depends on the shape of the question alone."""

from conftest import Ask
from music_service import Counting


async def test_everything_below_a_root_field_is_read_by_one_statement(ask: Ask, music_graph: Counting) -> None:
    await ask(
        """
      query($kind: Kind!, $all: Boolean = false) {
        musicians(sort: [{born: DESC}, {name: ASC}], first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { ...Who } edges { cursor node { id } } }
        band(id: "gulls") { id __typename hits: records(where: {kind: {eq: $kind}}, sort: [{released: DESC}], first: 1) { nodes { title price house { name owners { id } owner { id } } } totalCount }
          others: records(where: {NOT: {kind: {eq: $kind}}}) { nodes { name: title } } players(on: "1975-01-01") { nodes { id } } founded @include(if: $all) }
      }
      fragment Who on Musician { id born times { edges { instrument from to node { id } } totalCount } bands(sort: [{name: ASC}]) { nodes { id } totalCount } band { name } }
    """,
        kind="STUDIO",
    )
    assert len(music_graph.statements) == 2
