"""Backup of the whole graph as one archive, and its restoration."""

from graph_service.backup.archive import Manifest, read_manifest
from graph_service.backup.dump import Backup, back_up
from graph_service.backup.restoration import Restored, restore

__all__ = ["Backup", "Manifest", "Restored", "back_up", "read_manifest", "restore"]
