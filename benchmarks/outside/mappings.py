"""Maps others' instances to planning instances: technicians (VeRoLog 2019), surgery (OR-PAS, IHTC 2024).

The files themselves are not shipped: their repositories state no licence. What each mapping keeps and what
it drops stands with it; docs/scheduling.md says where the files are.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

FIRST = date(2026, 3, 2)
MINUTES = 5  # the "half-day" of a theatre: every length in OR-PAS is a multiple of it
QUARTER = 30  # that of IHTC 2024


def technicians(text: str, share: int = 8) -> dict[str, Any]:
    """VeRoLog Solver Challenge 2019: location = township, machine = department, delivery window = window.

    A technician installs several machines a day on one tour; here a team serves one township a day. Teams are
    the technicians who know the machine ÷ `share`, three departments a visit. Dropped: trucks, distances,
    how many machines are asked, days off after five working days.
    """
    sections = _sections(text)
    dates = _dates(int(sections["DAYS"][0][0]))
    know = Counter(
        machine
        for _, _, _, _, *skills in sections["TECHNICIANS"][1:]
        for machine, skill in enumerate(skills, 1)
        if skill == "1"
    )
    machines = [int(row[0]) for row in sections["MACHINES"][1:]]
    return {
        "days": dates,
        "caps": {"departments_per_visit": 3, "half_days_per_day": 2},
        "departments": [{"id": f"M{one}", "teams": max(1, know[one] // share)} for one in machines],
        "requests": [
            {
                "id": f"R{number}",
                "department": f"M{machine}",
                "township": f"L{location}",
                "earliest": dates[int(first) - 1],
                "latest": dates[int(last) - 1],
            }
            for number, location, first, last, machine, *_ in sections["REQUESTS"][1:]
        ],
    }


def or_pas(text: str) -> dict[str, Any]:
    """Patient admission with operating rooms (Ceschia and Schaerf 2016; Zhu et al. 2019), surgery alone.

    Specialism = department; the k-th slot that it has on a day = township, closed on days with fewer slots; a
    slot's minutes = its half-days, of five minutes; surgery day and latest admission = window. Which slot a
    patient gets is fixed here in turn: in the original any of the specialism's will do. Dropped: rooms, beds.
    """
    root = ElementTree.fromstring(text)
    slots: dict[str, dict[str, int]] = defaultdict(dict)
    for day in root.iter("day"):
        for one in day.iter("specialism_assignment"):
            slots[one.attrib["name"]][day.attrib["name"]] = int(one.attrib["number_or_slots"])
    days = sorted({day for own in slots.values() for day in own})
    length = int(next(root.iter("or_slots")).attrib["slot_length"])
    asked = list(_surgical(root, slots, days[-1]))
    theatres = {(one["department"], one["township"]) for one in asked}
    return {
        "days": days,
        "closed": {
            theatre: [day for day in days if slots[own].get(day, 0) < int(theatre.rsplit("/", 1)[1])]
            for own, theatre in sorted(theatres)
        },
        "caps": {"half_days_per_day": length // MINUTES},
        "departments": [{"id": name, "teams": max(own.values())} for name, own in sorted(slots.items())],
        "requests": asked,
    }


def _surgical(
    root: ElementTree.Element, slots: Mapping[str, Mapping[str, int]], last: str
) -> Iterator[dict[str, Any]]:
    """The patients who get a surgery, each in the next of the specialism's slots."""
    treatments = {one.get("name"): one for one in root.iter("treatment") if one.get("surgery") == "1"}
    turns: Counter[str] = Counter()
    for patient in root.iter("patient"):
        treatment = treatments.get(patient.get("treatment"))
        if treatment is None:
            continue
        specialism = treatment.attrib["specialism"]
        yield {
            "id": patient.attrib["name"],
            "department": specialism,
            "township": f"{specialism}/{turns[specialism] % max(slots[specialism].values()) + 1}",
            "earliest": patient.attrib["surgery_day"],
            "latest": _latest_surgery(patient.attrib, last),
            "half_days": -(-int(treatment.attrib["length"]) // MINUTES),
        }
        turns[specialism] += 1


def ihtc(text: str) -> dict[str, Any]:
    """Integrated Healthcare Timetabling Competition 2024, its surgery alone.

    Surgeon = department of one team, off on days without surgery time; theatre = township, closed on days
    without availability, its shortest other day the half-days (of 30 minutes); release and due day = window.
    Which theatre a patient gets is fixed here in turn: in the original any will do. A surgeon stays in one
    theatre a day. Dropped: a surgeon's minutes, which optional patients are, rooms, nurses.
    """
    document = json.loads(text)
    dates = _dates(document["days"])
    theatres = document["operating_theaters"]
    shortest = min((minutes for one in theatres for minutes in one["availability"] if minutes), default=0)
    return {
        "days": dates,
        "closed": {one["id"]: _without(dates, one["availability"]) for one in theatres},
        "caps": {"half_days_per_day": shortest // QUARTER},
        "departments": [
            {"id": one["id"], "off": _without(dates, one["max_surgery_time"])} for one in document["surgeons"]
        ],
        "requests": [
            {
                "id": patient["id"],
                "department": patient["surgeon_id"],
                "township": theatres[number % len(theatres)]["id"],
                "earliest": dates[patient["surgery_release_day"]],
                "latest": dates[patient.get("surgery_due_day", document["days"] - 1)],
                "half_days": -(-patient["surgery_duration"] // QUARTER),
            }
            for number, patient in enumerate(document["patients"])
        ],
    }


def _sections(text: str) -> dict[str, list[list[str]]]:
    """By its heading ("DAYS = 15") each section's rows, what follows the sign of equality first."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and words[1] == "=":
            rows = sections[words[0]] = [words[2:]]
        elif words:
            rows.append(words)
    return sections


def _latest_surgery(patient: Mapping[str, str], last: str) -> str:
    """As many days after its surgery day as its admission may wait, or the period's last day."""
    if "max_admission" not in patient:
        return last
    planned, admission, latest = (
        date.fromisoformat(patient[name]) for name in ("surgery_day", "admission", "max_admission")
    )
    return (planned + (latest - admission)).isoformat()


def _without(dates: Iterable[str], minutes: Iterable[int]) -> list[str]:
    return [day for day, available in zip(dates, minutes, strict=True) if not available]


def _dates(days: int) -> list[str]:
    return [(FIRST + timedelta(number)).isoformat() for number in range(days)]
