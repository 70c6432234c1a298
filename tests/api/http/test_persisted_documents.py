"""The file of persisted documents is read and checked at startup."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from graph_service.api.http import persisted_documents
from graph_service.api.http.persisted_documents import read_persisted_documents
from graph_service.app import create_app
from graph_service.errors import InvalidInput
from graph_service.settings import Settings

DOCUMENT = "query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}"
# The example of the specification's appendix on persisted documents.
IDENTIFIER = "sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e"


def write(folder: Path, content: object) -> Path:
    file = folder / "documents.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_documents_are_read_by_id(tmp_path: Path) -> None:
    documents = {
        IDENTIFIER: DOCUMENT,
        hashlib.md5(DOCUMENT.encode(), usedforsecurity=False).hexdigest(): DOCUMENT,
        "x-app:Lessons.v1~2": "{ a }",
    }
    assert read_persisted_documents(write(tmp_path, documents)) == documents


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "is not JSON"),
        ([], "must be a JSON object of ids and GraphQL documents"),
        ({"a/b": "{ a }"}, "has the invalid id 'a/b'"),
        ({"": "{ a }"}, "has the invalid id ''"),
        ({"x" * 201: "{ a }"}, "has the invalid id"),
        ({"a": {"query": "{ a }"}}, "must contain the GraphQL document of 'a' as a string"),
        ({"a": ""}, "must contain the GraphQL document of 'a' as a string"),
        ({"a": " \n"}, "must contain the GraphQL document of 'a' as a string"),
        ({IDENTIFIER: DOCUMENT + "\n"}, "is not the SHA-256 of its document"),
        ({IDENTIFIER.upper().replace("SHA256", "sha256"): DOCUMENT}, "is not the SHA-256 of its document"),
    ],
)
def test_invalid_file_is_refused_with_the_reason(tmp_path: Path, content: object, problem: str) -> None:
    file = write(tmp_path, content)
    with pytest.raises(InvalidInput) as refused:
        read_persisted_documents(file)
    assert refused.value.message.startswith(f"The file of persisted documents {file} ")
    assert problem in refused.value.message
    assert refused.value.field == "GRAPH_SERVICE_PERSISTED_DOCUMENTS"


def test_documented_file_is_valid(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "graph_service" / "docs" / "clients.md").read_text(encoding="utf-8")
    (example,) = re.findall(r'```json\n(\{\n  "sha256:.*?)```', page, re.DOTALL)
    (document,) = read_persisted_documents(write(tmp_path, example)).values()
    assert document.startswith("query Topics")


def test_size_of_the_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persisted_documents, "MAX_FILE", 100)
    monkeypatch.setattr(persisted_documents, "READ_SIZE", 101)
    with pytest.raises(InvalidInput, match="is larger than 100 bytes"):
        read_persisted_documents(write(tmp_path, {"a": "{ a }" * 100}))
    with pytest.raises(InvalidInput, match="is larger than 100 bytes"):
        read_persisted_documents(Path("/dev/zero"))


def test_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="missing cannot be read"):
        create_app(Settings(persisted_documents=tmp_path / "missing"))
