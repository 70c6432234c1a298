"""searchEverything: one ranked list over people, projects, departments, topics and lessons, with tolerance for typing errors."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows
from tests.api.test_search import LONG, SYNTAX

SEARCH = """query($text: String!, $first: Int = 10, $kinds: [SearchKind!]) { searchEverything(text: $text, first: $first, kinds: $kinds) {
  kind id name context person { id name } project { id name } department { id name } topic { id name } lesson { id title } } }"""


def hits(found: dict) -> list[tuple[str, str]]:
    return [(hit["kind"], hit["id"]) for hit in found["searchEverything"]]


@pytest.mark.parametrize("number", [2, pytest.param(8, marks=pytest.mark.thorough)])
async def test_a_name_finds_its_node_first_whatever_lessons_mention(seeded: Graph, ask: Ask, number: int) -> None:
    for kind, table, name in (
        ("PERSON", "people", "name"),
        ("PROJECT", "projects", "name"),
        ("DEPARTMENT", "departments", "name"),
        ("TOPIC", "topics", "name"),
        ("LESSON", "lessons", "title"),
    ):
        for row in rows(table)[:number]:
            listed = (await ask(SEARCH, text=row[name].upper()))["searchEverything"]
            first = [hit for hit in listed if hit["name"].lower() == row[name].lower()]  # a department and a topic may have the same name
            assert first == listed[: len(first)]
            found = next(hit for hit in first if (hit["kind"], hit["id"]) == (kind, row["id"]))
            assert found[kind.lower()]["id"] == row["id"]
            assert sum(found[each] is not None for each in ("person", "project", "department", "topic", "lesson")) == 1


@pytest.mark.parametrize("text", ["Nadja", "nadj", "Ndaja Petrov", "Nadia Petrof", "petr", "PETROV nadja"])
async def test_beginnings_and_typing_errors_find_a_person(seeded: Graph, ask: Ask, text: str) -> None:
    person = next(row["id"] for row in rows("people") if row["name"] == "Nadja Petrov")
    assert hits(await ask(SEARCH, text=text))[0] == ("PERSON", person)


async def test_a_misspelled_word_of_a_title_finds_the_lesson(seeded: Graph, ask: Ask) -> None:
    assert ("LESSON", "walk-the-site-with-the-caretaker") in hits(await ask(SEARCH, text="persn who hodls the kyes"))


async def test_words_in_the_text_of_lessons_find_them_after_names(seeded: Graph, ask: Ask) -> None:
    found = (await ask(SEARCH, text="water", first=50))["searchEverything"]
    named = ["water" in hit["name"].lower() for hit in found]
    assert found[0]["kind"] != "LESSON"
    assert named.index(False) > 1
    assert {"LESSON"} <= {hit["kind"] for hit, name in zip(found, named, strict=True) if not name}


async def test_the_context_tells_hits_of_the_same_name_apart(seeded: Graph, ask: Ask) -> None:
    context = {}
    for text in ("Nadja Petrov", "Linden School roof", "Water and Wastewater", "Walk the site with the person who holds the keys"):
        hit = (await ask(SEARCH, text=text))["searchEverything"][0]
        context[hit["kind"]] = hit["context"]
    project = next(row for row in rows("projects") if row["name"] == "Linden School roof")
    assert project["startedOn"] in context["PROJECT"]
    assert context["DEPARTMENT"] == "Networks"
    assert context["LESSON"] == "Linden School roof · 2022-08-30"
    person = next(row for row in rows("people") if row["name"] == "Nadja Petrov")
    home = [row["department"] for row in rows("memberships") if row["person"] == person["id"] and not row["to"]]
    assert any(row["name"] in context["PERSON"] for row in rows("departments") if row["id"] in home)


async def test_only_hits_of_these_kinds(seeded: Graph, ask: Ask) -> None:
    assert {kind for kind, _ in hits(await ask(SEARCH, text="water", kinds=["DEPARTMENT", "TOPIC"], first=50))} <= {"DEPARTMENT", "TOPIC"}


@pytest.mark.parametrize(("examples", "every"), [(15, 4), pytest.param(60, 1, marks=pytest.mark.thorough)])
async def test_any_text_is_accepted_and_none_is_syntax(seeded: Graph, ask: Ask, examples: int, every: int) -> None:
    texts = [*LONG[::every], *SYNTAX[::every], " ".join(f"abcdefg{n}" for n in range(9)), "abcdefghij " * 20]

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.sampled_from("ab bridge AND OR NOT TO+-!(){}[]^\"~*?:\\/&|<>=_\u0000\u200b日é🎸,.;#%$@'`\t\n"), max_size=30))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    for text in texts:
        assert len((await ask(SEARCH, text=text, first=3))["searchEverything"]) <= 3
    for text in ("*", "*:*", "?", "~", "/.*/"):
        assert hits(await ask(SEARCH, text=text)) == []
    plain = hits(await ask(SEARCH, text="water"))
    assert plain
    for text in ("-water", "NOT water", "water~0.1 ", "+water", "name:water"):
        assert set(plain) & set(hits(await ask(SEARCH, text=text, first=50)))


async def test_letters_are_the_same_however_they_were_typed(graph: Graph, ask: Ask) -> None:
    await ask('mutation { createTopic(input: {id: "t", name: "Übergänge"}) { topic { id } } }')
    await graph.command("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    for text in ("übergänge", unicodedata.normalize("NFD", "Übergänge"), "ubergange"):
        assert hits(await ask(SEARCH, text=text)) == [("TOPIC", "t")]


@pytest.mark.thorough
async def test_many_searches_in_one_request_are_too_costly(seeded: Graph, post: Ask) -> None:
    fields = " ".join(f'search{n}: searchEverything(text: "water") {{ id }}' for n in range(60))
    answer = await post(f"{{ {fields} }}")
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"TOO_COSTLY"}


async def test_too_many_hits_are_refused(seeded: Graph, post: Ask) -> None:
    answer = await post(SEARCH, text="water", first=51)
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
