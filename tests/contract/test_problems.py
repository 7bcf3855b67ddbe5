"""Whatever is sent, the answer is a problem that says where and how to mend it, alike on both databases."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app.main  # noqa: F401  # loads every module, and with it every problem
from app.kit.openapi import routes_of
from app.kit.problems import Problem
from tests.builders import inspection, report
from tests.conftest import World
from tests.contract.problem_shape import check_shape

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
MIB = 2**20


def raw(**changes: Any) -> bytes:
    return json.dumps(inspection(**changes)).encode()


DAY, NEXT = "2026-12-01", "2026-12-02"
# what is sent to POST /v1/requests → status, and the pointers of the errors (None: none is to be had)
BAD_BODIES = {
    "malformed JSON": (b'{"kind": ', 400, [""]),
    "nothing": (b"", 422, [""]),
    "not UTF-8": (json.dumps(inspection(), ensure_ascii=False).encode("gbk"), 400, [""]),
    "nested too deeply": (b"[" * 100_000, 400, [""]),
    "nested objects": (b'{"a":' * 100_000, 400, [""]),
    "a number of 5000 digits": (b'{"half_days":' + b"9" * 5000 + b"}", 400, [""]),
    "an array": (b"[]", 422, [""]),
    "ten megabytes": (b'{"title":"' + b"x" * 10 * MIB + b'"}', 413, None),
    "an unknown code": (raw(targets=["990101", "990199"]), 422, ["/targets/1"]),
    "no code at all": (raw(targets=["九九"]), 422, ["/targets/0"]),
    "another county": (raw(targets=["990102"]), 422, ["/targets/0"]),
    "the whole nation": (raw(targets=["0"]), 422, ["/targets/0"]),
    "no targets": (raw(targets=[]), 422, ["/targets"]),
    "a window upside down": (raw(window={"earliest": NEXT, "latest": DAY}), 422, ["/window"]),
    "no such day": (raw(window={"earliest": "2026-02-30", "latest": NEXT}), 422, ["/window/earliest"]),
    "a number for a day": (raw(window={"earliest": 0, "latest": NEXT}), 422, ["/window/earliest"]),
    "a moment for a day": (
        raw(window={"earliest": f"{DAY}T00:00", "latest": NEXT}),
        422,
        ["/window/earliest"],
    ),
    "the first of all days": (
        raw(window={"earliest": "0001-01-01", "latest": NEXT}),
        422,
        ["/window/earliest"],
    ),
    "the last of all days": (raw(window={"earliest": DAY, "latest": "9999-12-31"}), 422, ["/window/latest"]),
    "a wrong type": (raw(half_days="一"), 422, ["/half_days"]),
    "a number too large": (raw(half_days=10**400), 422, ["/half_days"]),
    "no number": (raw(half_days=float("nan")), 422, ["/half_days"]),
    "an unknown member": (raw(titel="x"), 422, ["/titel"]),
    "an unknown kind": (raw(kind="visit"), 422, ["/kind"]),
    "a title too long": (raw(title="检" * 301), 422, ["/title"]),
    "NUL in a title": (raw(title="检查\0通知"), 422, ["/title"]),
    "NUL in a list": (raw(legal_basis=["国办发〔2023〕12号", "\0"]), 422, ["/legal_basis/1"]),
    "NUL in a name": (json.dumps(inspection() | {"a\0b": 1}).encode(), 422, [""]),
    "a name twice": (raw()[:-1] + b', "title": "x"}', 422, ["/title"]),
    "names twice inside": (
        raw(window=0).replace(b'"window": 0', b'"window": {"latest": 1, "a/b": 1, "latest": 2, "a/b": 2}'),
        422,
        ["/window/latest", "/window/a~1b"],
    ),
    "half a character": (raw(title="检查\ud800"), 422, ["/title"]),
    "half a character as a code": (raw(targets=["\udfff"]), 422, ["/targets/0"]),
    "a period that does not fit": (
        json.dumps(
            report(recurrence={"frequency": "monthly", "due_day": 1, "periods": ["2026-W48"]})
        ).encode(),
        422,
        ["/recurrence/periods"],
    ),
    "several faults at once": (raw(kind="x", half_days=0, title=""), 422, ["/kind", "/title", "/half_days"]),
}


def test_every_bad_body_is_told_where_and_how(world: World) -> None:
    wrong = []
    for name, (body, status, pointers) in BAD_BODIES.items():
        for path in ("/v1/requests", "/v1/requests/check"):
            answer = world.call("POST", path, content=body, headers={"Content-Type": "application/json"})
            told = [error.get("pointer") for error in check_shape(answer).get("errors", [])]
            if answer.status_code != status or told != (pointers or []):
                wrong.append((name, path, answer.status_code, told, answer.text[:300]))
    assert wrong == []
    assert world.get("/v1/requests").json()["items"] == []


def test_a_bad_line_of_a_batch_is_told_like_a_bad_body(world: World) -> None:
    lines = [body for _, (body, status, _) in sorted(BAD_BODIES.items()) if body and status != 413]
    answer = world.call("POST", "/v1/requests/batch", content=b"\n".join([*lines, raw()]))
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["status"] for one in told[:-1]] == [one["problem"]["status"] for one in told[:-1]]
    assert {one["status"] for one in told[:-1]} == {400, 422}
    assert told[-1]["status"] == 201
    assert [one["line"] for one in told] == list(range(1, len(lines) + 2))


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", ""])
def test_a_media_type_that_is_not_taken_is_415(world: World, media_type: str) -> None:
    answer = world.call("POST", "/v1/requests", content=raw(), headers={"Content-Type": media_type})
    assert answer.status_code == 415
    check_shape(answer)


BAD_ADDRESSES = {
    "/v1/requests?from=0": (422, "from"),
    "/v1/requests?from=2026-13-01": (422, "from"),
    "/v1/requests?from=0001-01-01": (422, "from"),
    "/v1/requests?limit=0": (422, "limit"),
    "/v1/requests?limit=" + "9" * 30: (422, "limit"),
    "/v1/requests?kind=visit": (422, "kind"),
    "/v1/requests?cursor=abc": (400, "cursor"),
    "/v1/requests?cursor=W10=": (400, "cursor"),
    "/v1/requests?cursor=WyJhYmMiXQ==": (400, "cursor"),
    "/v1/divisions?cursor=WyJhXHUwMDAwYiJd": (400, "cursor"),
    "/v1/divisions?name=%00": (422, "name"),
    "/v1/divisions/%00": (404, None),
    "/v1/divisions/abc": (422, "code"),
    "/v1/requests/abc": (404, None),
    "/v1/requests/req_990101_abc": (404, None),
    "/v1/requests/%00": (404, None),
    "/v1/requests/%FF": (404, None),
    "/v1/requests/" + "x" * 5000: (404, None),
    "/v1/nothing": (404, None),
    "/v1/requests/": (404, None),
    "/nothing": (404, None),
}


def test_every_bad_address_is_told_which_parameter(world: World) -> None:
    wrong = []
    for address, (status, parameter) in BAD_ADDRESSES.items():
        answer = world.get(address)
        told = [error.get("parameter") for error in check_shape(answer).get("errors", [])]
        if answer.status_code != status or told != ([parameter] if parameter else []):
            wrong.append((address, answer.status_code, told))
    assert wrong == []


def test_a_method_that_an_address_does_not_know_is_405_with_all_that_it_does(world: World) -> None:
    methods: dict[str, set[str]] = {}
    for route in routes_of(world.app):
        methods.setdefault(re.sub(r"\{[^}]*\}", "990101001", route.path), set()).update(route.methods or ())
    for path, known in methods.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"} - known:
            answer = world.call(method, path)
            if answer.status_code == 405:
                check_shape(answer)
                assert known <= set(answer.headers["allow"].split(", ")), (method, path)
            else:  # another address with a parameter in this place takes this method
                assert method in {"GET", "PATCH", "DELETE"}, (method, path, answer.status_code)


def test_a_change_without_its_version_is_428_and_of_an_old_one_412(world: World) -> None:
    id_ = world.post("/v1/requests", inspection()).json()["request"]["id"]
    path, body = f"/v1/requests/{id_}", {"half_days": 2}
    missing, stale = (world.call("PATCH", path, json=body, headers=one) for one in ({}, {"If-Match": '"v9"'}))
    assert (missing.status_code, stale.status_code) == (428, 412)
    check_shape(missing)
    assert check_shape(stale)["current"] == '"v1"'


def test_a_conflict_is_409_and_a_reused_key_422(world: World) -> None:
    world.post("/v1/requests", inspection(source_no="7"), headers={"Idempotency-Key": "a"})
    again = world.post("/v1/requests", inspection(source_no="7"))
    other = world.post("/v1/requests", inspection(source_no="8"), headers={"Idempotency-Key": "a"})
    assert (again.status_code, other.status_code) == (409, 422)
    assert check_shape(again)["request"].startswith("req_990101_")
    check_shape(other)


def test_a_key_of_another_scope_is_told_its_own(world: World) -> None:
    answer = world.get("/v1/settings/990102", role="coordinator")
    assert answer.status_code == 403
    assert "990101" in check_shape(answer)["detail"]


def test_english_is_told_to_those_who_ask_for_it(world: World) -> None:
    for language, word, tag in (
        ("en", "unknown cursor", "en"),
        ("zh-CN, en;q=0.5", "无法识别的 cursor", "zh-CN"),
    ):
        answer = world.get("/v1/requests?cursor=abc", headers={"Accept-Language": language})
        assert check_shape(answer)["errors"][0]["detail"] == word
        assert answer.headers["content-language"] == tag
        assert bool(re.search("[\u4e00-\u9fff]", answer.text)) == (tag == "zh-CN")


def all_problems(base: type[Problem] = Problem) -> Iterator[type[Problem]]:
    yield base
    for one in base.__subclasses__():
        yield from all_problems(one)


def test_every_problem_has_a_slug_of_its_own_and_both_texts() -> None:
    problems = list(all_problems())
    assert len({one.slug for one in problems}) == len(problems)
    for one in problems:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.slug)
        for words in (one.title, one.remedy):
            assert re.search("[\u4e00-\u9fff]", words.zh)
            assert words.en.isascii()


def test_the_page_of_problems_lists_exactly_those_that_there_are() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {one.slug: str(one.status) for one in all_problems()}
