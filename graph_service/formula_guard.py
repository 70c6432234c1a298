"""Keeps spreadsheets from running text as a formula: a guarded text begins with an apostrophe. `unguard` restores every guarded text."""

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # an East Asian Excel also accepts the full-width signs
APOSTROPHE: Final = "'"


def guard(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could run it, or if it looks like a guarded text."""
    return f"{APOSTROPHE}{text}" if _needs_guard(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text[:1] == APOSTROPHE and _needs_guard(text[1:]) else text


def unguarded(cells: list[str]) -> list[str]:
    """The cells of a row without their guards."""
    return [unguard(cell) if cell[:1] == APOSTROPHE else cell for cell in cells]


def _needs_guard(text: str) -> bool:
    """Some spreadsheets ignore leading white space."""
    if not text:
        return False
    rest = text.lstrip(APOSTROPHE)
    return rest.startswith(("\t", "\r")) or rest.lstrip().startswith(FORMULA_STARTS)
