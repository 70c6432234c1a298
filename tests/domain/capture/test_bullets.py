"""Splitting pasted notes into lessons, as they come from Word, Markdown, Slack, tables and mails."""

from contextlib import suppress
from time import process_time

import pytest

from graph_service.domain.capture.bullets import MAX_LESSONS, split_notes
from graph_service.domain.capture.texts import parse_lesson_text, split_title
from graph_service.errors import InvalidInput

EARLY, DIRT = "Order early", "Test with dirt"


@pytest.mark.parametrize(
    "notes",
    [
        "- Order early\n- Test with dirt",
        "* Order early\r\n* Test with dirt\r\n",
        "1. Order early\n2) Test with dirt",
        "(1) Order early\n(2) Test with dirt",
        "a) Order early\nb) Test with dirt",
        "•\tOrder early\n•\tTest with dirt",  # Word
        "\uf0b7\tOrder early\r\uf0b7\tTest with dirt",  # Word's font Symbol, line ends of old Macs
        "•Order early\n•Test with dirt",  # PDF
        "• Order early\x0b• Test with dirt",  # Word's line break within a paragraph
        "    • Order early\n    • Test with dirt",  # Slack
        "- [ ] Order early\n- [x] Test with dirt",  # a list of tasks in Markdown
        "## What we learned\n\n- Order early\n\n- Test with dirt",
        "What can we learn from this?\u200b:\n– Order early\n— Test with dirt",
        "Order early\nTest with dirt",
        "Order early\n\nTest with dirt\n",
        "| Lesson |\n|---|\n| Order early |\n| Test with dirt |",
        "\ufeff- Order early\u2028- Test with dirt\x00",
        "- Order early\n- \n- 🎉🎉\n- ---\n- Test with dirt\n- Order early",
    ],
)
def test_each_bullet_is_a_lesson(notes: str) -> None:
    assert split_notes(notes) == [EARLY, DIRT]


def test_what_is_below_a_bullet_belongs_to_it() -> None:
    notes = "• Order early\n    ◦ It took 60 weeks.\n    ◦ Renting was dear.\n• Test with dirt\nClean water\nproves nothing.\n\nUnrelated."
    assert split_notes(notes) == [
        "Order early\nIt took 60 weeks.\nRenting was dear.",
        "Test with dirt\nClean water\nproves nothing.",
        "Unrelated.",
    ]
    assert split_notes("•\tOrder early\no\tIt took 60 weeks.\n•\tTest with dirt") == ["Order early\nIt took 60 weeks.", DIRT]


def test_paragraphs_are_lessons_where_lines_are_wrapped() -> None:
    assert split_notes("We ordered the\ntransformer late.\n\nPumps clog.\n") == ["We ordered the transformer late.", "Pumps clog."]


def test_rows_of_tables_are_lessons_with_their_cells() -> None:
    assert split_notes("| Lesson | Who |\n|:--|--:|\n| Order early | Nadja |") == ["Order early – Nadja"]
    assert split_notes("Order early\tNadja\nTest with dirt\tUwe") == ["Order early – Nadja", "Test with dirt – Uwe"]
    assert split_notes("Order early\x07Nadja\x07\rTest with dirt\x07Uwe") == ["Order early – Nadja", "Test with dirt – Uwe"]


def test_text_stays_as_it_is() -> None:
    assert split_notes("- <b>Order</b> early <script>alert(1)</script>") == ["<b>Order</b> early <script>alert(1)</script>"]
    assert split_notes("- 🚰 Wasser läuft -5 °C\n- 水を止める") == ["🚰 Wasser läuft -5 °C", "水を止める"]
    assert split_notes("-5 degrees is too cold\n3.5 hours are too long") == ["-5 degrees is too cold", "3.5 hours are too long"]


@pytest.mark.parametrize("notes", ["", " \n\t\n", "🎉", "- \n- \n", "\x00\x01", "---", "|---|---|"])
def test_notes_without_a_word_have_no_lesson(notes: str) -> None:
    assert split_notes(notes) == []


def test_too_many_bullets_and_too_much_text_are_refused() -> None:
    assert len(split_notes("\n".join(f"- lesson {number}" for number in range(MAX_LESSONS)))) == MAX_LESSONS
    with pytest.raises(InvalidInput, match="text has 201 lessons; at most 200 are recorded at once"):
        split_notes("\n".join(f"- lesson {number}" for number in range(MAX_LESSONS + 1)))
    with pytest.raises(InvalidInput, match="text has 102,400 characters; at most 100,000 are read at once"):
        split_notes("x" * 102_400)
    with pytest.raises(InvalidInput, match="Lesson 1 of text has 50,000 characters; one lesson may have 10,000"):
        split_notes("x" * 50_000)


def test_first_sentence_is_the_title() -> None:
    assert split_title("Order early.") == ("Order early.", None)
    assert split_title("Order early. It took 60 weeks.") == ("Order early.", "It took 60 weeks.")
    assert split_title("Ask Dr. Lang, e.g. about No. 7, before 3.5 m. Then dig.") == (
        "Ask Dr. Lang, e.g. about No. 7, before 3.5 m.",
        "Then dig.",
    )
    assert split_title("Order early\nIt took 60 weeks. And more.") == ("Order early", "It took 60 weeks. And more.")
    assert split_title("“Never again!” said Uwe. Twice.") == ("“Never again!”", "said Uwe. Twice.")
    assert split_title("水を止める。次に掘る。") == ("水を止める。", "次に掘る。")
    assert split_title("1. Order early. Then dig.") == ("1. Order early.", "Then dig.")


def test_long_sentence_is_cut_at_a_word_and_kept_whole() -> None:
    text = "word " * 60
    title, rest = split_title(text.strip())
    assert len(title) <= 200
    assert title.endswith("word…")
    assert rest == text.strip()
    assert split_title("x" * 300)[0] == "x" * 199 + "…"


def test_text_without_a_word_is_refused() -> None:
    for text in ("🎉🎉", "12 34", "..."):
        with pytest.raises(InvalidInput, match="contains no word"):
            parse_lesson_text(text, "text")
    for text in ("", " \n ", "\x00\x02"):
        with pytest.raises(InvalidInput, match="text is"):
            parse_lesson_text(text, "text")
    with pytest.raises(InvalidInput, match="text has 102,400 characters; one lesson may have 10,000"):
        parse_lesson_text("x" * 102_400, "text")
    assert parse_lesson_text("a\x00b\x07", "text") == "ab"


@pytest.mark.parametrize("unit", [" ", "\t", "-- ", "| ", ": ", "-|", "a\n\n", "(1 ", ".'"])
def test_longest_notes_are_split_at_once_whatever_they_repeat(unit: str) -> None:
    for notes in (unit * (99_000 // len(unit)) + "x", "--" + unit * (99_000 // len(unit)) + "x"):
        start = process_time()
        with suppress(InvalidInput):
            split_notes(notes)
        assert process_time() - start < 5
