"""Which person a login is, by the e-mail address or the ID that the provider states."""

import pytest

from graph_service.domain.organisation.logins import find_person
from graph_service.graph import Graph

PEOPLE = """
UNWIND [['kim', 'kim@x.example', true], ['zoe', 'zo\\u00eb@x.example', true], ['gone', 'gone@x.example', false]] AS person
CREATE (:Person {id: person[0], name: 'The person ' + person[0], email: person[1], active: person[2]})
"""


@pytest.mark.parametrize(
    ("key", "person"),
    [
        ("kim@x.example", "kim"),
        ("KIM@X.example", "kim"),
        ("ZO\u00cb@x.example", "zoe"),
        ("zoe\u0308@x.example", "zoe"),  # another form of the same letter
        ("kim", "kim"),
        ("\u212aim@x.example", None),  # the Kelvin sign, which becomes k in lower case
        ("KIM", None),
        ("gone@x.example", None),
        ("gone", None),
        ("nobody@x.example", None),
    ],
)
async def test_login_is_the_active_person_with_its_address_or_id(graph: Graph, key: str, person: str | None) -> None:
    await graph.command(PEOPLE)
    found = await find_person(graph, key)
    assert found == (None if person is None else (person, f"The person {person}"))
