"""Ids of our own making: UUIDv7 (RFC 9562), which sort by the time they were made, so that an index grows at its end."""

import secrets
import time
from uuid import UUID


def new_id() -> str:
    """A UUIDv7 as text: 48 bits of milliseconds since 1970, then 74 random bits around version and variant."""
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=number))
