"""Persisted documents: GraphQL documents that a request names by their id instead of sending them.

The ids follow the appendix on persisted documents of the GraphQL-over-HTTP draft: `sha256:` and the SHA-256 of the document in lower-case
hexadecimal, or any id of the same characters, such as the MD5 digests of relay-compiler.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import orjson

from graph_service.errors import InvalidInput
from graph_service.unicode import normalize

VARIABLE: Final = "GRAPH_SERVICE_PERSISTED_DOCUMENTS"
MAX_FILE: Final = 2**24  # bytes
READ_SIZE: Final = MAX_FILE + 1
MAX_ID: Final = 200  # characters
DOCUMENT_ID: Final = re.compile(r"[A-Za-z0-9._~:-]+")
SHA256: Final = "sha256:"


def read_persisted_documents(file: Path) -> Mapping[str, str]:
    """The documents by id: of a JSON file, or of a folder of .graphql files, whose ids are their SHA-256. Raises InvalidInput, which names the
    file and the rule that it breaks."""
    if file.is_dir():
        return _read_folder(file)
    try:
        with file.open("rb") as opened:
            content = opened.read(READ_SIZE)
        if len(content) > MAX_FILE:
            raise _invalid(file, f"is larger than {MAX_FILE:,} bytes")
        documents = orjson.loads(content)
    except OSError as error:
        raise _invalid(file, f"cannot be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise _invalid(file, f"is not JSON: {error}") from error
    if not isinstance(documents, dict):
        raise _invalid(file, "must be a JSON object of ids and GraphQL documents")
    return {key: _check(file, key, document) for key, document in cast("dict[str, Any]", documents).items()}


def _read_folder(folder: Path) -> Mapping[str, str]:
    documents: dict[str, str] = {}
    size = 0
    for file in sorted(folder.rglob("*.graphql")):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _invalid(file, f"cannot be read: {error}") from error
        size += len(text)
        if size > MAX_FILE:
            raise _invalid(folder, f"is larger than {MAX_FILE:,} bytes")
        documents[id_of(text)] = _check(file, id_of(text), text)
    if not documents:
        raise _invalid(folder, "has no files that end with .graphql")
    return documents


def id_of(document: str) -> str:
    """`sha256:` and the SHA-256 of a document."""
    return f"{SHA256}{hashlib.sha256(document.encode()).hexdigest()}"


def _check(file: Path, key: str, document: Any) -> str:
    if len(key) > MAX_ID or not DOCUMENT_ID.fullmatch(key):
        rule = f"an id has at most {MAX_ID} characters, which are letters, digits and -._~:"
        raise _invalid(file, f"has the invalid id {key[:MAX_ID]!r}: {rule}")
    if not isinstance(document, str) or not document.strip():
        raise _invalid(file, f"must contain the GraphQL document of {key!r} as a string")
    if key.startswith(SHA256) and key != id_of(document):
        raise _invalid(file, f"has the id {key!r}, which is not the SHA-256 of its document")
    return normalize(document)


def _invalid(file: Path, problem: str) -> InvalidInput:
    return InvalidInput(f"The file of persisted documents {file} {problem}.", field=VARIABLE)
