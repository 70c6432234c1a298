"""Languages are recognised, and words are reduced to their stems: offline, and the same way for texts and for queries."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_service.language.codes import LANGUAGES
from graph_service.language.detection import detect
from graph_service.language.lesson_stems import STEMS, language_after, recognise, stem_properties
from graph_service.language.stems import (
    ALGORITHMS,
    DEFAULT_LANGUAGES,
    LanguagesInUse,
    languages_in_use,
    query_stems,
    stop_words,
    text_stems,
)
from graph_service.language.tokens import tokenize

TEXTS = {
    "en": "The pumps failed because nobody had checked the seals before winter.",
    "de": "Die Pumpen fielen aus, weil niemand vor dem Winter die Dichtungen geprüft hatte.",
    "fr": "Les pompes sont tombées en panne parce que personne n'avait vérifié les joints avant l'hiver.",
    "es": "Las bombas fallaron porque nadie había revisado las juntas antes del invierno.",
    "ja": "冬の前に誰もシールを点検しなかったため、ポンプが故障した。",
    "zh": "冬天之前没有人检查密封件，所以水泵发生了故障。",
}
OFFLINE = """
import socket, sys
def refuse(*arguments): raise AssertionError("a connection was opened")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from graph_service.language.detection import detect
print(detect("Die Pumpen fielen im Winter aus.").language, "requests" in sys.modules)
"""


def forms(text: str, in_use: LanguagesInUse) -> set[str]:
    return {stem for _, stems in query_stems(text, in_use) for stem in stems}


@pytest.mark.parametrize("language", TEXTS)
def test_sentence_is_recognised(language: str) -> None:
    assert detect(TEXTS[language]).language == language


def test_recognition_opens_no_connection() -> None:
    result = subprocess.run([sys.executable, "-c", OFFLINE], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["de", "False"]


@pytest.mark.parametrize("text", ["", " ", "12 34", "ABC-123", "Kran", "🎸", "x", "\x00", "?!"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect(text).language is None


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("en", "pump failing", "pumps failed"),
        ("de", "Kran Dichtung", "Kräne Dichtungen"),
        ("fr", "pompe tombée", "pompes tombées"),
        ("es", "bomba fallar", "bombas fallaron"),
    ],
)
def test_other_forms_of_a_word_have_its_stem(language: str, typed: str, written: str) -> None:
    stems = text_stems(written, language)
    for in_use in (LanguagesInUse((language,), (language,)), LanguagesInUse(("en", "de", "fr", "es"), ("en",)), LanguagesInUse()):
        assert forms(typed, in_use) >= set(stems)


@example("de", "FUE")  # a word that says nothing in Spanish
@given(st.sampled_from(sorted(TEXTS)), st.text(max_size=60))
def test_every_word_of_a_text_finds_it(language: str, text: str) -> None:
    """A word copied from a lesson finds it, if its language is one of those in use, whatever language the word alone seems to be in."""
    words = [word for word in tokenize(text) if word not in stop_words(language)]
    stems = {*text_stems(text, language)}
    for word in words[:5]:
        assert not stems.isdisjoint(forms(word, LanguagesInUse((language,), (language,))))


@given(st.text(max_size=60))
def test_text_in_an_unknown_language_is_found_by_its_words_as_they_are(text: str) -> None:
    stems = text_stems(text, None)
    assert set(tokenize(text)) <= set(stems)
    assert not tokenize(text) or not forms(text, LanguagesInUse()).isdisjoint(stems)


@given(st.text())
def test_tokens_are_stable(text: str) -> None:
    """Stems are stored separated by blanks: splitting them again gives the same words."""
    tokens = tokenize(text)
    assert tokenize(" ".join(tokens)) == tokens
    assert " ".join(tokens).split() == tokens


def test_words_are_runs_of_letters_and_characters_of_scripts_without_spaces() -> None:
    assert tokenize("水泵 failed, it's 3_a – 🎸 “x” …") == ["水", "泵", "failed", "it", "s", "3_a", "🎸", "x"]
    assert tokenize("क्रेन हिन्दी") == ["क्रेन", "हिन्दी"]
    assert text_stems("水泵", "zh") == ["水", "泵"]


def test_words_that_say_nothing_are_left_out() -> None:
    assert text_stems("die Pumpe und der Kran", "de") == ["pump", "kran"]
    assert text_stems("l'eau de la pompe", "fr") == ["eau", "pomp"]
    assert forms("die Pumpe ist ausgefallen", LanguagesInUse(("de",), ("de",))) == {"pump", "ausgefall"}
    assert forms("the", LanguagesInUse(("en",), ("en",))) == {"the"}


def test_languages_in_use_are_ordered_and_rare_ones_are_left_out() -> None:
    found = languages_in_use([("de", 300), ("en", 650), ("fr", 50), ("it", 2), ("zh", 100)])
    assert found == LanguagesInUse(("en", "de", "fr"), ("en", "de"))
    assert languages_in_use([]) == LanguagesInUse()


def test_every_language_has_a_code_and_its_stemmer() -> None:
    assert set(ALGORITHMS) <= LANGUAGES
    assert len(LANGUAGES) == 183
    for language in ALGORITHMS:
        assert text_stems("12 kran", language)
    assert all(stop_words(language) for language in DEFAULT_LANGUAGES)


def test_stemmers_are_used_in_threads() -> None:
    expected = {language: text_stems(text, language) for language, text in TEXTS.items()}
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda language: text_stems(TEXTS[language], language), list(TEXTS) * 50))
    assert results == [expected[language] for language in list(TEXTS) * 50]


def test_language_is_recognised_again_unless_it_was_corrected() -> None:
    german, french = {"title": TEXTS["de"]}, {"title": TEXTS["fr"]}
    assert language_after({}, german) == "de"
    assert language_after(german | {"language": "de"}, french) == "fr"
    assert language_after(german | {"language": "nl"}, french) == "nl"
    assert language_after(german | {"language": "de"}, {"title": "Kran"}) == "de"
    assert recognise({"title": None, "context": TEXTS["es"], "extra": "Comment:\tThe English text"}) == "es"


def test_each_text_has_its_stems() -> None:
    stems = stem_properties({"title": "Pumps fail", "context": "!", "wentWell": None}, "en")
    assert stem_properties({"title": 5}, "en") == dict.fromkeys(STEMS.values())
    assert stems == dict.fromkeys(STEMS.values()) | {"titleStems": "pump fail", "contextStems": ""}
