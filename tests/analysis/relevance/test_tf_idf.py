"""Texts are compared by the cosine of their TF-IDF vectors."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.analysis.relevance.tf_idf import cosine_similarity, document_frequencies, tf_idf, top_terms
from graph_service.language.tokens import tokenize
from tests.analysis.missed_reference import dense_likeness

TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=12).map(" ".join), min_size=1, max_size=8)


@given(TEXTS, st.data())
def test_similarity_is_that_of_dense_tables(texts: list[str], data: st.DataObject) -> None:
    left, right = data.draw(st.sampled_from(texts)), data.draw(st.lists(st.sampled_from("abcdefghij")).map(" ".join))
    frequencies = document_frequencies(texts)
    similarity = cosine_similarity(tf_idf(left, frequencies), tf_idf(right, frequencies))
    assert similarity == pytest.approx(dense_likeness(texts, left, right), abs=1e-12)
    assert similarity == cosine_similarity(tf_idf(right, frequencies), tf_idf(left, frequencies))
    assert -1e-12 <= similarity <= 1 + 1e-12


def test_similarity_of_an_example_computed_by_hand() -> None:
    frequencies = document_frequencies(["pump rags", "pump weld", "pump", "roof rags"])
    pump, rags, weld = log(5 / 4), log(5 / 3), log(5 / 2)
    left, right = tf_idf("Pump: rags!", frequencies), tf_idf("rags weld weld", frequencies)
    expected = rags**2 / ((pump**2 + rags**2) * (rags**2 + ((1 + log(2)) * weld) ** 2)) ** 0.5
    assert cosine_similarity(left, right) == pytest.approx(expected)


def test_words_of_every_text_have_no_weight() -> None:
    frequencies = document_frequencies(["the pump", "the roof", "the weld"])
    assert cosine_similarity(tf_idf("the pump", frequencies), tf_idf("the roof", frequencies)) == 0
    assert cosine_similarity(tf_idf("the the", frequencies), tf_idf("the the", frequencies)) == 0


def test_order_case_and_punctuation_do_not_matter() -> None:
    frequencies = document_frequencies(["Der Übergang fror ein", "Die Pumpe stand"])
    assert tf_idf("ÜBERGANG, ein - fror", frequencies) == pytest.approx(tf_idf("fror ein übergang", frequencies))


def test_top_terms_are_ordered_by_weight_then_alphabetically() -> None:
    frequencies = document_frequencies(["a b c", "b c", "c", "d"])
    assert top_terms(tf_idf("c b a z y", frequencies), 4) == ["y", "z", "a", "b"]


def test_characters_are_words_in_scripts_without_spaces() -> None:
    assert tokenize("水泵 failed, it's 3_a") == ["水", "泵", "failed", "it", "s", "3_a"]
