"""Others' instances, in their own formats, become planning instances that are planned by the rules."""

import json

import pytest

from app.commands.plan import plan_file
from benchmarks.outside.mappings import ihtc, or_pas, technicians
from tests.domain.scheduling.rules import broken_rules

VEROLOG = """DATASET\t=\tmade for this test
NAME = small

DAYS = 4
TRUCK_CAPACITY = 18

MACHINES = 2
1 7 355
2 3 175

LOCATIONS = 3
1 0 0
2 3 4
3 9 9

REQUESTS = 3
1 2 1 2 1 3
2 2 2 4 2 1
3 3 1 1 2 1

TECHNICIANS = 3
1 1 455 10 1 0
2 1 470 7 1 1
3 1 475 7 1 1
"""
OR_PAS = """<?xml version="1.0"?>
<OrPasu_instance name="small">
  <treatments>
    <treatment name="Hip" specialism="Orthopaedics" length="90" surgery="1"/>
    <treatment name="Rest" specialism="Orthopaedics" surgery="0"/>
  </treatments>
  <or_slots slot_length="180">
    <day name="2017-04-24"><specialism_assignment name="Orthopaedics" number_or_slots="2"/></day>
    <day name="2017-04-25"><specialism_assignment name="Orthopaedics" number_or_slots="1"/></day>
  </or_slots>
  <patients>
    <patient name="P0" treatment="Hip" admission="2017-04-23" surgery_day="2017-04-24"
     max_admission="2017-04-23"/>
    <patient name="P1" treatment="Hip" admission="2017-04-24" surgery_day="2017-04-24"/>
    <patient name="P2" treatment="Rest" admission="2017-04-24"/>
    <patient name="P3" treatment="Hip" admission="2017-04-24" surgery_day="2017-04-24"/>
  </patients>
</OrPasu_instance>
"""
SURGEON = {"id": "s0", "max_surgery_time": [0, 480, 360]}
THEATRES = [{"id": "t0", "availability": [600, 480, 720]}, {"id": "t1", "availability": [600, 0, 600]}]
PATIENTS = [
    {"id": "p0", "surgery_release_day": 0, "surgery_due_day": 1, "surgery_duration": 100, "surgeon_id": "s0"},
    {"id": "p1", "surgery_release_day": 0, "surgery_duration": 30, "surgeon_id": "s0"},
]
IHTC = json.dumps(
    {"days": 3, "surgeons": [SURGEON], "operating_theaters": THEATRES, "patients": PATIENTS},
)


def test_technicians_who_know_a_machine_are_the_teams_of_its_department():
    document = technicians(VEROLOG, share=1)
    assert document["days"] == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]
    assert document["departments"] == [{"id": "M1", "teams": 3}, {"id": "M2", "teams": 2}]
    assert document["requests"][1] == {
        "id": "R2", "department": "M2", "township": "L2", "earliest": "2026-03-03", "latest": "2026-03-05",
    }  # fmt: skip
    assert technicians(VEROLOG)["departments"][0]["teams"] == 1


def test_the_slots_of_a_specialism_are_its_theatres():
    document = or_pas(OR_PAS)
    assert [one["township"] for one in document["requests"]] == [
        "Orthopaedics/1", "Orthopaedics/2", "Orthopaedics/1",
    ]  # fmt: skip
    assert [one["latest"] for one in document["requests"]] == ["2017-04-24", "2017-04-25", "2017-04-25"]
    assert document["closed"] == {"Orthopaedics/1": [], "Orthopaedics/2": ["2017-04-25"]}
    assert (document["caps"], document["requests"][0]["half_days"]) == ({"half_days_per_day": 36}, 18)


def test_a_surgeon_without_time_is_off_and_a_theatre_without_time_is_closed():
    document = ihtc(IHTC)
    assert document["departments"] == [{"id": "s0", "off": ["2026-03-02"]}]
    assert document["closed"] == {"t0": [], "t1": ["2026-03-03"]}
    assert (document["caps"], document["requests"][0]["half_days"]) == ({"half_days_per_day": 16}, 4)
    assert [one["latest"] for one in document["requests"]] == ["2026-03-03", "2026-03-04"]


@pytest.mark.parametrize("document", [technicians(VEROLOG), or_pas(OR_PAS), ihtc(IHTC)])
def test_they_are_planned_by_the_rules_and_the_same_twice(document):
    text = json.dumps(document)
    told = plan_file(text, 2_000)
    plan = json.loads(told)
    assert broken_rules(document, plan) == []
    assert plan["unplaced"] == []
    assert told == plan_file(text, 2_000)
