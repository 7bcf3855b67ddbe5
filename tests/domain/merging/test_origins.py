"""Of each answer it is known whether it was typed, confirmed after a look, or carried from what was said."""

from datetime import UTC, datetime
from typing import Any

from app.domain.merging import Carried, CarriedRows, CarriedValue, SharedForm, merge_forms
from app.domain.merging.sharing.carried import NOTHING
from app.domain.merging.sharing.origins import Origins, origins_of, shares_of
from tests.domain.merging.small_forms import column, field, form, ledger

AT = datetime(2026, 11, 1, tzinfo=UTC)


def asked() -> SharedForm:
    cells = field("企业总数", "B2", "家"), field("新增企业", "B3", "家"), field("年末人口", "B4")
    columns = column("企业名称", "B"), column("员工", "C", "人", "integer")
    return merge_forms([form("a", *cells), ledger("b", "企业台账", *columns)])


def ids(shared: SharedForm) -> dict[str, str]:
    return {one.label: one.id for one in shared.cells}


def test_a_new_answer_that_equals_its_offer_was_confirmed_or_carried_by_the_offers_basis() -> None:
    shared = asked()
    key = ids(shared)
    offers = {
        key["企业总数"]: CarriedValue("7", "s", AT, "unchanged"),
        key["新增企业"]: CarriedValue("2", "s", AT, "rolled_up"),
        key["年末人口"]: CarriedValue("90", "s", AT, "unchanged"),
    }
    after = {"values": {key["企业总数"]: "7.0", key["新增企业"]: 2, key["年末人口"]: 91}}
    found = origins_of(shared, Carried(offers, {}), {}, after, Origins())
    assert (found.confirmed, found.carried) == ({key["企业总数"]: 1.0}, {key["新增企业"]: 1.0})
    assert shares_of(shared, found) == (1 / 5, 1 / 5)
    assert Origins.from_json(found.to_json()) == found


def test_what_stays_keeps_its_origin_and_what_is_retyped_loses_it() -> None:
    shared = asked()
    key = ids(shared)
    before = {"values": {key["企业总数"]: 7, key["新增企业"]: 2}}
    known = Origins({key["企业总数"]: 1.0, key["新增企业"]: 1.0}, {})
    after = {"values": {key["企业总数"]: "7", key["新增企业"]: 3}}
    assert origins_of(shared, NOTHING, before, after, known).confirmed == {key["企业总数"]: 1.0}


def test_a_rosters_column_has_the_shares_of_its_rows() -> None:
    shared = asked()
    [roster] = shared.rosters
    name, staff = (one.id for one in shared.columns(roster.id))
    offered: list[dict[str, Any]] = [{name: "甲厂", staff: "10"}, {name: "乙厂", staff: "20"}]
    offer = CarriedRows(tuple(offered), "s", AT, "2026-10", frozenset({name, staff}))
    rows = [
        {name: "乙厂", staff: "20"},
        {name: "甲厂", staff: "11"},
        {name: "丙厂", staff: "5"},
        {name: "丁厂"},
    ]
    after = {"rows": {roster.id: rows}}
    found = origins_of(shared, Carried({}, {roster.id: offer}), {}, after, Origins())
    assert (found.confirmed, found.carried) == ({name: 0.5, staff: round(1 / 3, 4)}, {})
    sure = Carried({}, {roster.id: CarriedRows(tuple(offered), "s", AT)})
    assert origins_of(shared, sure, {}, after, Origins()).carried == {name: 0.5, staff: round(1 / 3, 4)}


def test_a_blank_answer_has_no_origin() -> None:
    shared = asked()
    key = ids(shared)
    offers = {key["企业总数"]: CarriedValue("7", "s", AT, "unchanged")}
    assert origins_of(shared, Carried(offers, {}), {}, {"values": {}}, Origins()) == Origins()
    assert shares_of(merge_forms([]), Origins()) == (0.0, 0.0)
