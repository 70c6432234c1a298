"""Values as people write them become those of the import tables; what can be read in two ways is never guessed."""

import pytest

from graph_service.ingest import cell_types
from graph_service.ingest.cell_types import CellType
from graph_service.ingest.conversion.lesson_texts import lesson_texts, make_title
from graph_service.ingest.values import DayOrder, ValueChoices, convert_column
from graph_service.ingest.values.choice_words import read_direction
from graph_service.ingest.values.days import DAY_MISSING, UNDECIDED, read_days
from graph_service.ingest.values.names import full_name, name_key, slug, split_list, split_names
from graph_service.ingest.values.numbers import AMBIGUOUS_NUMBER, read_numbers, split_money


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30th June 2021", "2021-06-30"),
        ("June 30, 2021", "2021-06-30"),
        ("Wednesday, 30 June 2021", "2021-06-30"),
        ("30-Jun-21", "2021-06-30"),
        ("30. Juni 2021", "2021-06-30"),
        ("1er mars 2021", "2021-03-01"),
        ("25/Feb/26 10:17 PM", "2026-02-25"),
        ("20210630", "2021-06-30"),
        ("2021-6-3", "2021-06-03"),
        ("2021/06/30 00:00:00", "2021-06-30"),
        ("2021-06-30T00:00:00Z", "2021-06-30"),
        ("44377", "2021-06-30"),
        ("30.06.2021", "2021-06-30"),
        ("'30/06/2021", "2021-06-30"),
    ],
)
def test_a_date_is_read_in_many_forms(text: str, day: str) -> None:
    assert read_days([text]).days == {text: day}


@pytest.mark.parametrize("text", ["TBC", "2021-W26-3", "20203-09-16", "31/02/2021", "30 Foo 2021", "44377 x", "99/99/2021"])
def test_what_is_no_date_is_left_to_be_refused(text: str) -> None:
    column = read_days([text])
    assert (column.days, column.undecided) == ({}, [])


def test_the_whole_column_decides_the_order_of_day_and_month() -> None:
    assert read_days(["01/02/2021", "13/02/2021"]).days["01/02/2021"] == "2021-02-01"
    assert read_days(["01/02/2021", "02/13/2021"]).days["01/02/2021"] == "2021-01-02"
    assert "13/02/2021" in read_days(["01/02/2021", "13/02/2021"]).evidence


def test_an_open_order_is_undecided_until_it_is_chosen() -> None:
    column = read_days(["01/02/2021", "05/05/2021"])
    assert (column.days, column.undecided) == ({"05/05/2021": "2021-05-05"}, ["01/02/2021"])
    assert column.faults == {"01/02/2021": UNDECIDED}
    assert read_days(["01/02/2021"], DayOrder.MONTH_FIRST).days == {"01/02/2021": "2021-01-02"}


def test_a_column_that_proves_both_orders_is_undecided_where_it_matters() -> None:
    column = read_days(["03/01/2021", "13/01/2021", "01/13/2021"])
    assert (column.undecided, column.order) == (["03/01/2021"], None)


@pytest.mark.parametrize(
    ("text", "first"), [("2021-06", "2021-06-01"), ("June 2021", "2021-06-01"), ("Q2 2021", "2021-04-01"), ("2021", "2021-01-01")]
)
def test_a_missing_day_is_said_or_taken_as_the_first(text: str, first: str) -> None:
    assert read_days([text]).faults == {text: DAY_MISSING}
    assert read_days([text], missing_day_first=True).days == {text: first}


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["12,5", "1,250.5"], {"12,5": "12.5", "1,250.5": "1250.5"}),
        (["1.250,50", "1.250"], {"1.250,50": "1250.50", "1.250": "1250"}),
        (["1 250,5"], {"1 250,5": "1250.5"}),
        (["'12"], {"'12": "12"}),
        (["1,250,000"], {"1,250,000": "1250000"}),
    ],
)
def test_numbers_are_read_by_the_decimal_mark_of_the_column(texts: list[str], numbers: dict[str, str]) -> None:
    assert read_numbers(texts) == (numbers, {})


def test_a_number_that_can_be_read_in_two_ways_is_refused() -> None:
    assert read_numbers(["1,250"]) == ({}, {"1,250": AMBIGUOUS_NUMBER})
    assert read_numbers(["8 h", "12%"]) == ({}, {})


@pytest.mark.parametrize(
    ("text", "money"),
    [("£12,500", ("12,500", "GBP")), ("€1.250,50", ("1.250,50", "EUR")), ("300 usd", ("300", "USD")), ("n/a", ("n/a", None))],
)
def test_an_amount_is_split_from_its_currency(text: str, money: tuple[str, str | None]) -> None:
    assert split_money(text) == money


@pytest.mark.parametrize(
    ("cell_type", "texts", "converted"),
    [
        (cell_types.PROJECT_STATUS, ["Running", "In progress"], {"Running": "RUNNING", "In progress": "RUNNING"}),
        (cell_types.LESSON_STATUS, ["Published", "under review"], {"Published": "PUBLISHED", "under review": "SUBMITTED"}),
        (cell_types.BOOLEAN, ["Y", "no"], {"Y": "true", "no": "false"}),
        (cell_types.EMAIL, ["Max Mohr <max@firm.example>", "mailto:ida@firm.example"], None),
        (cell_types.URL, ["www.firm.example/a b"], {"www.firm.example/a b": "https://www.firm.example/a%20b"}),
        (cell_types.PAST_DATE, ["N/A", "-", "2021-01-01"], {"N/A": "", "-": ""}),
        (cell_types.END, ["present", "2021-01-01"], {"present": ""}),
        (cell_types.DECISION, ["N/A"], {"N/A": "NOT_APPLICABLE"}),
        (cell_types.INSTANT, ["30/01/2026 9:30 pm"], {"30/01/2026 9:30 pm": "2026-01-30T21:30"}),
        (cell_types.DATE, ["2021-01-01"], {}),
    ],
)
def test_a_column_is_converted_where_its_type_does_not_accept_it(
    cell_type: CellType, texts: list[str], converted: dict[str, str] | None
) -> None:
    expected = converted if converted is not None else {texts[0]: "max@firm.example", texts[1]: "ida@firm.example"}
    assert convert_column(cell_type, texts, ValueChoices()).converted == expected


def test_a_required_column_keeps_words_for_no_value_so_that_they_are_refused() -> None:
    assert convert_column(cell_types.PAST_DATE, ["TBC"], ValueChoices(), required=True).converted == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ivo Brandt; Tove Lind", ["Ivo Brandt", "Tove Lind"]),
        ("ana, ben", ["ana", "ben"]),
        ("Lind, Tove", ["Lind, Tove"]),
        ("Tove Lind, Ivo Brandt", ["Tove Lind", "Ivo Brandt"]),
        ("Tove Lind and Ivo Brandt", ["Tove Lind", "Ivo Brandt"]),
        ("Tove Lind/Ivo Brandt\nAnders Ek", ["Tove Lind", "Ivo Brandt", "Anders Ek"]),
        ("Lind, Tove / Brandt, Ivo", ["Lind, Tove", "Brandt, Ivo"]),
        ("Lind, Tove and Brandt, Ivo", ["Lind, Tove", "Brandt, Ivo"]),
        ("ana, ben / Tove Lind", ["ana", "ben", "Tove Lind"]),
        ("Tove Lind, Ivo Brandt and Anders Ek, Mia Roth", ["Tove Lind", "Ivo Brandt", "Anders Ek", "Mia Roth"]),
        ("van den Berg, Jan / Lind, Tove Maria", ["van den Berg, Jan", "Lind, Tove Maria"]),
        ("Team Brandt", ["Team Brandt"]),
        ("Roth, Mia, Ek, Anders", ["Roth, Mia", "Ek, Anders"]),
    ],
)
def test_names_in_one_cell_are_split_where_the_parts_are_names(text: str, names: list[str]) -> None:
    assert split_names(text, {"ana", "ben", "Ek, Anders"}.__contains__) == names


def test_a_name_is_the_same_in_any_order() -> None:
    assert full_name("Marlowe, Edith K") == "Edith K Marlowe"
    assert name_key("Dr. Müller, Ana") == name_key("ana muller")
    assert slug("Tove Lind-Öberg") == "tove-lind-oberg"
    assert split_list("steel, concrete", set[str]().__contains__) == ["steel", "concrete"]


def test_the_text_of_an_event_goes_where_the_register_says() -> None:
    assert [read_direction(text) for text in ("Postive", "Lessons Learned - Positive", "Issue", "Both", "?")] == [
        "wentWell",
        "wentWell",
        "wentWrong",
        "both",
        None,
    ]
    lesson = lesson_texts({"event": "It broke. Badly.", "direction": "negative", "wentWrong": "More"})
    assert lesson == {"title": "It broke", "wentWrong": "It broke. Badly.\n\nMore"}
    assert make_title("word " * 100).endswith("word…")
