"""Draws a province's year: which bureaus ask whom, when and for what, at the density of a real year."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from uuid import UUID

from app.domain.divisions import NATION, home_of
from app.overlaps.probe import Probe
from benchmarks.province.notices import Text
from benchmarks.province.tree import PROVINCE, Tree

FIRST_DAY = date(2026, 1, 1)
DAYS = 365
COUNTY_YEAR = 5_250
"""Requests a year of one county's bureaus: fifty bureaus, two a week each."""

CITY_YEAR, PROVINCE_YEAR, NATION_YEAR = 1_500, 1_500, 500
"""Requests a year of one city's, the province's and the nation's bureaus."""

BUREAUS = 50
CITED = 0.23
"""Share of notices that cite a document, as counted among published ones."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to be: `number` is its place in time, `text` its place among the notices."""

    number: int
    department: str
    text: int
    document_no: str
    cites: tuple[str, ...]
    targets: tuple[str, ...]
    earliest: date
    latest: date

    @property
    def id(self) -> UUID:
        """The same at every run, later ones greater, as new_id makes them."""
        return UUID(int=(1_767_225_600_000 + self.number) << 80 | 0x7 << 76 | 0b10 << 62 | self.number)

    def probe(self, texts: Sequence[Text]) -> Probe:
        """The request as detection looks at it."""
        text = texts[self.text]
        reading = replace(text.reading, document_no=self.document_no, cited=self.cites)
        return Probe(
            self.id, home_of(self.targets), self.department, text.title, text.kind, self.targets,
            self.earliest, self.latest, False, reading,
        )  # fmt: skip


class Year:
    """A year of `size` requests at one density: the larger, the more counties of the province take part."""

    def __init__(self, tree: Tree, texts: Sequence[Text], size: int, seed: int) -> None:
        self._texts, self._tree, self._size = texts, tree, size
        self._chance = random.Random(seed)
        counties = tree.beneath(PROVINCE, 6)
        many = max(1, min(len(counties), round((size - PROVINCE_YEAR - NATION_YEAR) / (COUNTY_YEAR + 172))))
        self.counties = counties[:many]
        self.cities = sorted({code[:4] for code in self.counties})

    def __iter__(self) -> Iterator[Ask]:
        """The requests in a random order, the same at every run."""
        for number in range(self._size):
            yield self.draw(number, self.level())

    def draw(self, number: int, level: str) -> Ask:
        """One request of a bureau of that level: county, city, province or nation."""
        chance = self._chance
        place, targets = getattr(self, f"_{level}")()
        text = chance.choices(range(len(self._texts)), cum_weights=self._popularity)[0]
        earliest = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        bureau = f"{place}-{chance.randrange(1, BUREAUS + 1):02d}"
        return Ask(
            number, bureau, text, f"{bureau}〔2026〕{number}号",
            (f"上级〔2026〕{text}号",) if chance.random() < CITED else (),
            targets, earliest, earliest + timedelta(days=self._length()),
        )  # fmt: skip

    @cached_property
    def _popularity(self) -> list[float]:
        return list(accumulate(text.popularity for text in self._texts))

    def level(self) -> str:
        """The level of the bureau that sends the next request."""
        above = PROVINCE_YEAR + NATION_YEAR + CITY_YEAR * len(self.cities)
        many = (max(self._size - above, 0), CITY_YEAR * len(self.cities), PROVINCE_YEAR, NATION_YEAR)
        return self._chance.choices(("county", "city", "province", "nation"), many)[0]

    def _length(self) -> int:
        """Days of a window: four in five within a month, one in fifty a campaign of years."""
        kind, chance = self._chance.random(), self._chance
        if kind < 0.8:
            return chance.randint(4, 31)
        if kind < 0.92:
            return chance.randint(32, 92)
        return chance.randint(93, 400) if kind < 0.98 else chance.randint(401, 1500)

    def _county(self) -> tuple[str, tuple[str, ...]]:
        county = self._chance.choice(self.counties)
        return county, self._some(county, (county,), 9, (1, 1, 3, 3, 3, 5, 20))

    def _city(self) -> tuple[str, tuple[str, ...]]:
        city = self._chance.choice(self.cities)
        if self._chance.random() < 0.3:
            return city, self._scattered(city, 9, 30)
        return city, self._some(city, (city,), 6, (1, 2, 3, 5))

    def _province(self) -> tuple[str, tuple[str, ...]]:
        if self._chance.random() < 0.25:
            return PROVINCE, self._scattered(PROVINCE, 9, 120)
        return PROVINCE, self._some(PROVINCE, (PROVINCE,), 4, (1, 3, 8))

    def _nation(self) -> tuple[str, tuple[str, ...]]:
        if self._chance.random() < 0.25:
            return NATION, self._scattered("", 9, 200)
        return NATION, (NATION,) if self._chance.random() < 0.6 else (PROVINCE,)

    def _some(
        self, place: str, whole: tuple[str, ...], digits: int, many: tuple[int, ...]
    ) -> tuple[str, ...]:
        """The whole place, or some divisions of it: half and half, as the seed county's bureaus ask."""
        if self._chance.random() < 0.5:
            return whole
        return self._scattered(place, digits, self._chance.choice(many))

    def _scattered(self, place: str, digits: int, many: int) -> tuple[str, ...]:
        beneath = self._beneath(place, digits)
        return tuple(sorted(self._chance.sample(beneath, min(many, len(beneath))))) or (place,)

    def _beneath(self, place: str, digits: int) -> list[str]:
        known: dict[tuple[str, int], list[str]] = self.__dict__.setdefault("_known", {})
        if (place, digits) not in known:
            known[place, digits] = self._tree.beneath(place, digits)
        return known[place, digits]
