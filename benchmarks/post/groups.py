"""Works out the bundles of a year's requests: one look at everything, which is what posts in turn come to."""

from collections.abc import Iterator, Sequence

from app.domain.divisions import home_of
from app.domain.matching import Link, form_bundles
from app.kit.ids import new_id
from benchmarks.post.rows import Row
from benchmarks.province.year import Ask


def bundle_rows(asks: Sequence[Ask], merged: Sequence[tuple[Ask, Ask, float]], moment: str) -> Iterator[Row]:
    """A bundle for each group, at home where its first request is, and one for each that stands alone."""
    links = [Link(f"{one.number:09}", f"{other.number:09}", score) for one, other, score in merged]
    groups = form_bundles({name for link in links for name in (link.a, link.b)}, links)
    first_of = {int(name): int(min(group)) for group in groups for name in group}
    bundles: dict[int, str] = {}
    for ask in asks:
        first = first_of.get(ask.number, ask.number)
        home = home_of(ask.targets)
        if first not in bundles:
            bundles[first] = new_id().hex
            yield "bundle", (bundles[first], home, None, moment, moment)
        yield "bundle_member", (new_id().hex, home, bundles[first], ask.id.hex)
