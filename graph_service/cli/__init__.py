"""The `graph-service` command. Heavy things are imported inside the commands, so that --help and a second start are quick."""

from graph_service.cli import content, doctor, inspection, letting_in, reporting, serving
from graph_service.cli.command import main

__all__ = ["content", "doctor", "inspection", "letting_in", "main", "reporting", "serving"]
