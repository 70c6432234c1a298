"""Full-text search: any text finds lessons or nothing, and is never an error."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.graph import Graph
from tests.api.seed_tables import Ask

SEARCH = "query($text: String!, $first: Int = 20) { search(text: $text, first: $first) { score lesson { id title } highlights } }"
# Of each more than the index over the five properties of a lesson can take at once, if every word counts.
LONG = [
    " ".join(f"w{n}" for n in range(400)),
    " ".join(chr(0x4E00 + n) for n in range(500)),
    "".join(chr(0x4E00 + n) for n in range(1_000)),
    "-".join(f"{n}" for n in range(300)),
    "🎸" * 1_000,
    "x" * 100_000,
]
SYNTAX = [
    "",
    " ",
    "title:bridge",
    '"bridge',
    "bridge*",
    "bridge~",
    "(bridge",
    "bridge)",
    "[a TO",
    "/bridge",
    "bridge AND",
    "NOT",
    "\\",
    "a:b:c",
    "^2",
    "!",
]


async def test_words_of_a_title_find_its_lesson_first(seeded: Graph, ask: Ask) -> None:
    found = (await ask(SEARCH, text="person who holds the keys"))["search"]
    assert found[0]["lesson"]["id"] == "walk-the-site-with-the-caretaker"
    assert any("**keys**" in piece for piece in found[0]["highlights"])
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


async def test_any_text_is_accepted(seeded: Graph, ask: Ask) -> None:
    texts = [*LONG, *SYNTAX]

    @settings(max_examples=100, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.sampled_from("ab bridge AND OR NOT TO+-!(){}[]^\"~*?:\\/&|<>=\u0000\u200b日é🎸,.;#%$@'`\t\n"), max_size=30))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    for text in texts:
        assert len((await ask(SEARCH, text=text, first=3))["search"]) <= 3


async def test_punctuation_around_a_word_is_ignored(seeded: Graph, ask: Ask) -> None:
    plain, *others = [(await ask(SEARCH, text=text))["search"] for text in ("keys", '"keys', "keys)", "(keys", "[keys", "keys:", "!keys!")]
    assert plain
    assert all([one["lesson"]["id"] for one in other] == [one["lesson"]["id"] for one in plain] for other in others)
