"""Rows that are kept in a file once they are many."""

from pathlib import Path

import pytest

from graph_service.errors import Conflict
from graph_service.ingest import stored_rows
from graph_service.ingest.source_files import SourceRow, stored_source_rows
from graph_service.ingest.stored_rows import in_parts


@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 9, 30])
def test_rows_are_the_same_in_memory_and_in_a_file(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(stored_rows, "MAX_IN_MEMORY", 4)
    monkeypatch.setattr(stored_rows, "ROWS_PER_PART", 3)
    expected = [SourceRow(line, None if line == 2 else [f"\udcff{line}", ""], frozenset("a")) for line in range(count)]
    rows = stored_source_rows(expected)
    assert (len(rows), list(rows), bool(rows)) == (count, expected, bool(count))
    assert [rows[at] for at in range(count)] == expected
    assert (rows[1:5], rows[-2:], rows[::-3]) == (expected[1:5], expected[-2:], expected[::-3])
    assert [pair for pair in zip(rows, rows, strict=True) if pair[0] != pair[1]] == []  # two readers at once
    assert list(in_parts(rows, 4)) == [expected[start : start + 4] for start in range(0, count, 4)]
    with pytest.raises(IndexError):
        rows[count]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_a_full_disk_is_said_with_the_folder_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(stored_rows, "TemporaryFile", lambda buffering: full)
        with pytest.raises(Conflict, match=r"cannot be kept in the folder for temporary files, .*No space left on device.*TMPDIR"):
            stored_source_rows(SourceRow(line, ["a"]) for line in range(9))
