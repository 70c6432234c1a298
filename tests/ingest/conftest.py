"""Fixtures: a folder of import tables; tables of few rows are stored like those of very many."""

from pathlib import Path

import pytest

from graph_service.ingest import stored_rows
from tests.ingest.sample_tables import Write


@pytest.fixture(autouse=True)
def rows_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of two rows stay in memory, longer ones in a temporary file, as those of very many rows outside of tests."""
    monkeypatch.setattr(stored_rows, "MAX_IN_MEMORY", 2)
    monkeypatch.setattr(stored_rows, "ROWS_PER_PART", 2)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes CSV files into a new folder: table texts from `base`, overridden by keyword argument. None omits a table of `base`."""
    folders = 0

    def write_folder(base: dict[str, str] | None = None, /, **tables: str | bytes | None) -> Path:
        nonlocal folders
        folders += 1
        folder = tmp_path / f"tables{folders}"
        folder.mkdir()
        for name, text in ((base or {}) | tables).items():
            if text is not None:
                (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return write_folder
