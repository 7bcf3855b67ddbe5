"""Ids that sort by time and say where their row is at home, so that a read by id knows where to look."""

import secrets
import time
from uuid import UUID

PUBLIC_ID = r"^[a-z]{3}_(0|[0-9]{2,12})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits.

    Python 3.11 has none; no package does only this, so here are its few lines.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def public_id(prefix: str, home: str, id_: UUID) -> str:
    """`req_990101_<uuid>`: what callers see and send back."""
    return f"{prefix}_{home}_{id_}"


def parse_public_id(text: str, prefix: str) -> tuple[str, UUID] | None:
    """Home and id of a public id, or None where `text` is none of that prefix."""
    parts = text.split("_")
    if len(parts) != 3 or parts[0] != prefix or not parts[1].isdigit():
        return None
    try:
        return parts[1], UUID(parts[2])
    except ValueError:
        return None
