"""Fields computed in Python refer to nodes, which are read by one statement per response path."""

from tests.compiler.music_service import Execute, RecordingGraph

CRITICS = """
{ critics { name best { rank record { title band { name } } } } }
"""


async def test_references_in_one_field_are_read_by_one_statement(execute: Execute, music_graph: RecordingGraph) -> None:
    answer = await execute(CRITICS)
    assert len(music_graph.statements) == 1
    assert [(critic["name"], [(mention["rank"], mention["record"]) for mention in critic["best"]]) for critic in answer["critics"]] == [
        (
            "Lester",
            [
                (1, {"title": "Live at the Pier", "band": {"name": "The Gulls"}}),
                (2, {"title": "First Flight", "band": {"name": "The Gulls"}}),
                (3, None),
            ],
        ),
        (
            "Pauline",
            [(1, {"title": "First Flight", "band": {"name": "The Gulls"}}), (2, {"title": "harbour again", "band": {"name": "Rooks"}})],
        ),
    ]


async def test_each_response_path_reads_its_own_selection(execute: Execute, music_graph: RecordingGraph) -> None:
    answer = await execute("{ critics { best { a: record { id } b: record { records: band { records { totalCount } } } } } }")
    assert len(music_graph.statements) == 2
    assert answer["critics"][1]["best"][0] == {"a": {"id": "r1"}, "b": {"records": {"records": {"totalCount": 3}}}}


async def test_arguments_variables_and_fragments_work_below_a_reference(execute: Execute) -> None:
    answer = await execute(
        """
      query($first: Int!, $with: Boolean!) { critics { best { record { ...Sleeve gold @include(if: $with) } } } }
      fragment Sleeve on Record { band { records(first: $first, sort: [{released: DESC}]) { edges { cursor node { id } } } } }
    """,
        first=1,
        **{"with": False},
    )
    (edge,) = answer["critics"][0]["best"][0]["record"]["band"]["records"]["edges"]
    assert edge["node"] == {"id": "r3"}
    assert "gold" not in answer["critics"][0]["best"][0]["record"]
