"""Says until when a decision on a pair still changes what is done, so that nobody reviews what is over."""

from datetime import date, timedelta

from app.overlaps.probe import Probe

LAST_PERIOD = timedelta(days=31)
"""A recurring return is due up to a month after its window: December's figures come in January."""


def decide_by(one: Probe, other: Probe) -> date:
    """The last day on which a decision counts. Two visits: until the first window ends, since a visit that
    was made is shared with nobody; else until the last does, since answers that were given can be reused.
    """
    days = [side.latest + (LAST_PERIOD if side.reading.recurring else timedelta()) for side in (one, other)]
    return min(days) if one.kind == other.kind == "inspection" else max(days)
