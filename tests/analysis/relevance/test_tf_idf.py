"""Texts are alike by the telling words they share."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.analysis.relevance.tf_idf import likeness, rarity, telling_words, vector, words
from tests.analysis.missed_reference import dense_likeness

TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=12).map(" ".join), min_size=1, max_size=8)


@given(TEXTS, st.data())
def test_it_is_what_dense_tables_give(texts: list[str], data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(texts)), data.draw(st.lists(st.sampled_from("abcdefghij")).map(" ".join))
    known = rarity(texts)
    found = likeness(vector(one, known), vector(other, known))
    assert found == pytest.approx(dense_likeness(texts, one, other), abs=1e-12)
    assert found == likeness(vector(other, known), vector(one, known))
    assert -1e-12 <= found <= 1 + 1e-12


def test_an_example_by_hand() -> None:
    known = rarity(["pump rags", "pump weld", "pump", "roof rags"])
    pump, rags, weld = log(5 / 4), log(5 / 3), log(5 / 2)
    one, other = vector("Pump: rags!", known), vector("rags weld weld", known)
    expected = rags**2 / ((pump**2 + rags**2) * (rags**2 + ((1 + log(2)) * weld) ** 2)) ** 0.5
    assert likeness(one, other) == pytest.approx(expected)


def test_what_every_text_says_tells_nothing() -> None:
    known = rarity(["the pump", "the roof", "the weld"])
    assert likeness(vector("the pump", known), vector("the roof", known)) == 0
    assert likeness(vector("the the", known), vector("the the", known)) == 0


def test_the_order_of_words_and_how_they_are_written_do_not_matter() -> None:
    known = rarity(["Der Übergang fror ein", "Die Pumpe stand"])
    assert vector("ÜBERGANG, ein - fror", known) == pytest.approx(vector("fror ein übergang", known))


def test_the_most_telling_words_come_first_and_equal_ones_by_alphabet() -> None:
    known = rarity(["a b c", "b c", "c", "d"])
    assert telling_words(vector("c b a z y", known), 4) == ["y", "z", "a", "b"]


def test_signs_are_words_where_no_spaces_are_written() -> None:
    assert words("水泵 failed, it's 3_a") == ["水", "泵", "failed", "it", "s", "3_a"]
