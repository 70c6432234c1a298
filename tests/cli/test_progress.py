"""Progress without a terminal: lines on standard error."""

import time

import pytest

from graph_service.cli import progress
from graph_service.cli.data import WrittenRows, format_time_left
from graph_service.cli.progress import show_step


def test_step_prints_a_line_at_once_and_one_for_each_new_text(capsys: pytest.CaptureFixture[str]) -> None:
    with show_step("Preparing Neo4j") as step:
        assert capsys.readouterr().err == "Preparing Neo4j\n"
        step.update("0 of 195 MB", text="Downloading Neo4j", done=0, total=195)
        step.update("1 of 195 MB", text="Downloading Neo4j", done=1, total=195)
    assert capsys.readouterr() == ("", "Downloading Neo4j: 0 of 195 MB\n")


def test_long_step_prints_its_state_at_intervals(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_INTERVAL", 0.1)
    with show_step("Starting Neo4j") as step:
        step.update("waiting for its Bolt port")
        time.sleep(0.35)  # the lines come from a thread: this one is blocked
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Starting Neo4j"
    assert set(lines[1:]) == {"Starting Neo4j: waiting for its Bolt port (0 s)"}


def test_delayed_step_that_is_short_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with show_step("Checking the database", delay=60.0) as step:
        step.update("", text="Reading the network")
    assert capsys.readouterr().err == ""


def test_delayed_step_that_is_long_prints_its_state(capsys: pytest.CaptureFixture[str]) -> None:
    with show_step("Waiting for Neo4j", delay=0.1) as step:
        step.update("it does not respond")
        time.sleep(0.3)
    assert capsys.readouterr().err == "Waiting for Neo4j: it does not respond\n"


def test_stopped_import_says_what_is_in() -> None:
    written = WrittenRows()
    assert written.describe_stop() == "Stopped. Nothing was written."
    written("topics", 3, 3)
    written("lessons", 5_000, 100_000)
    assert written.describe_stop() == "Stopped. 3 of 3 topics, 5,000 of 100,000 lessons were written; run the same command to continue."


def test_time_left_is_a_rough_number_of_seconds_or_minutes() -> None:
    left = [format_time_left(*each) for each in ((10, 100, 1_000), (60, 100, 1_000), (5, 50, 100), (10, 999, 1_000), (5, 0, 10))]
    assert left == [", about 2 min left", ", about 9 min left", ", about 5 s left", "", ""]
