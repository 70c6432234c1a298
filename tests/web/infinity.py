"""What Grafana's plug-in Infinity does with a query of the shipped dashboards, as far as they use it.

Follows this version (VERSION) of https://github.com/grafana/grafana-infinity-datasource (pkg/infinity, src/interpolate.ts) and its libraries
jsonframer, gframer and macros (https://github.com/grafana/infinity-libs).
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import httpx

VERSION = "3.11.1"
ACCEPT = "application/json;q=0.9,text/plain"
ROOT_SELECTOR = re.compile(r'\$exists\(errors\) \? \$error\(\$join\(errors\.message, " "\)\) : \[([\w.]+)\]')
Frame = dict[str, list[Any]]
"""The values of each field by its name, in the order of the fields: by name, then the computed ones. Times are milliseconds."""


class PanelError(Exception):
    """The error that a panel shows."""


def fill(text: str, values: dict[str, str]) -> str:
    """Replaces `${name:format}` by its value; KeyError for an unknown name. Grafana leaves `$name` as it is if there is no such variable."""
    return re.sub(r"\$\{([^}]+)\}", lambda found: values[found[1]], text)


async def read_frame(http: httpx.AsyncClient, query: dict[str, Any], values: dict[str, str]) -> Frame:
    """Raises PanelError for an unsuccessful status, and where the root selector fails."""
    options = query["url_options"]
    try:
        variables = json.loads(fill(options["body_graphql_variables"], values))
    except json.JSONDecodeError:  # the plug-in logs it and sends the query without variables
        variables = None
    body = {"query": fill(options["body_graphql_query"], values), "variables": variables}
    response = await http.post(query["url"], json=body, headers={"Accept": ACCEPT})
    if response.status_code >= 400:
        raise PanelError(f"unsuccessful HTTP response code, status code : {response.status_code}")
    rows = select_root(response.json(), query["root_selector"])
    columns = sorted(query["columns"], key=lambda each: each["text"])
    frame = {each["text"]: [convert(column(row, each["selector"]), each) for row in rows] for each in columns} if rows else {}
    return frame | {each["text"]: compute(each["selector"], frame, len(rows)) for each in query["computed_columns"] if rows}


def select_root(answer: Any, selector: str) -> list[Any]:
    """Evaluates the JSONata expression of the shipped dashboards: an error with the messages of the answer, else the rows as an array."""
    found = ROOT_SELECTOR.fullmatch(selector)
    assert found, selector
    if "errors" in answer:
        raise PanelError(" ".join(error["message"] for error in answer["errors"]))
    root = column(answer, found[1])
    return root if isinstance(root, list) else [] if root is None else [root]


def column(row: Any, selector: str) -> Any:
    """The value at a path with dots: None below a null, KeyError where a key is missing."""
    for key in selector.split("."):
        if row is None:
            return None
        row = row[key]
    return row


def convert(value: Any, selected: dict[str, Any]) -> Any:
    """The value as the type of its column."""
    if value is None:
        return None
    match selected["type"]:
        case "number":
            assert isinstance(value, int | float)
            return float(value)
        case "timestamp":
            assert selected["timestampFormat"] == "2006-01-02"
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000
        case "string":
            assert isinstance(value, str)
            return value
        case other:
            raise AssertionError(other)


def compute(expression: str, frame: Frame, size: int) -> list[Any]:
    """The values of a computed column, which is plain arithmetic with the other fields."""
    assert re.fullmatch(r"[\w\s()+*/.-]+", expression)
    rows = [{name: values[at] for name, values in frame.items()} for at in range(size)]
    return [eval(expression, {"__builtins__": {}}, row) for row in rows]  # noqa: S307
