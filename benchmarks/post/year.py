"""A province's year of believable requests: the seed county's notices all over the real division tree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.domain.divisions import NATION, level
from benchmarks.post.wordings import Wording, bureaus
from benchmarks.province.tree import PROVINCE, Tree
from benchmarks.province.year import Ask, Year


class Posted:
    """The requests of a year at one density, as asks and as the bodies that departments post."""

    def __init__(self, tree: Tree, wordings: Sequence[Wording], size: int, seed: int) -> None:
        self._wordings, self._seed = wordings, seed
        self._year = Year(tree, [one.text for one in wordings], size, seed)
        self._citing = [one.citing for one in wordings]
        self.size = size

    def __iter__(self) -> Iterator[Ask]:
        """The requests in the order in which they come, the same at every run."""
        return (self._worded(ask) for ask in self._year)

    def more(self, first: int, many: int) -> Iterator[Ask]:
        """Requests of the same places that are not among those, numbered from `first` on."""
        for number in range(first, first + many):
            yield self._worded(self._year.draw(number, self._year.level()))

    def departments(self) -> list[dict[str, Any]]:
        """The rows of all who post: the nation's, the province's, the cities' and the counties' bureaus."""
        year = self._year
        places = [NATION, PROVINCE, *year.cities, *year.counties]
        return [
            row | {"code": f"{place}-{row['code'].rpartition('-')[2]}", "name": row["short_name"],
                   "level": level(place), "division": place}
            for place in places
            for row in bureaus()
        ]  # fmt: skip

    def source_no(self, ask: Ask) -> str:
        """The department's own number."""
        return f"{self._seed}-{ask.number}"

    def body(self, ask: Ask) -> dict[str, Any]:
        """What the department of `ask` posts."""
        wording = self.wording(ask).body
        return wording | {
            "source_no": self.source_no(ask),
            "document_no": ask.document_no,
            "targets": list(ask.targets),
            "window": {
                "earliest": ask.earliest.isoformat(),
                "latest": ask.latest.isoformat() + wording["window"]["latest"][10:],
            },
        }

    def wording(self, ask: Ask) -> Wording:
        """What it says: text 2n is wording n, text 2n + 1 the same where it cites."""
        return (self._wordings[ask.text // 2], self._citing[ask.text // 2])[ask.text % 2]

    def _worded(self, ask: Ask) -> Ask:
        text = 2 * ask.text + bool(ask.cites)
        place = ask.department.rpartition("-")[0]
        return replace(
            ask, text=text, cites=(), department=f"{place}-{self._wordings[ask.text].bureau}",
            document_no=f"某发〔2026〕{ask.number}号",
        )  # fmt: skip
