"""Every call of these tests is watched: a read by id has to say where the row is at home."""

import pytest


@pytest.fixture(autouse=True)
def watched(homes: None) -> None:
    """See tests/homes.py."""
