"""Reads a planning instance (a JSON document) strictly, so that a wrong one is answered, never guessed at."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from app.domain.scheduling.problem import Caps, Department, Pin, Problem, ProblemError, VisitRequest

T = TypeVar("T")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = 1_000_000
_MISSING: Any = object()


def read_problem(document: Any) -> Problem:
    """The instance as values; unknown keys are ignored, missing optional keys take their defaults.

    Defaults: nothing closed, no cap on departments or visits, two half-days a day, one team a department,
    nothing published, and no published date may move (`max_moves` 0).
    Raises ProblemError for the first thing that is wrong.
    """
    root = _object(document, "")
    days = _dates(_need(root, "days", ""), "/days")
    departments = _departments(_need(root, "departments", ""))
    names = {department.id for department in departments}
    requests = _requests(_need(root, "requests", ""), names)
    frozen = root.get("frozen_until")
    published = _published(_optional(root, "published", []), {request.id for request in requests})
    return Problem(
        days=tuple(sorted(days)),
        departments=departments,
        requests=requests,
        caps=_caps(_optional(root, "caps", {})),
        closed=_closed(_optional(root, "closed", {})),
        published=published,
        frozen_until=None if frozen is None else _date(frozen, "/frozen_until"),
        max_moves=_count(root.get("max_moves"), "/max_moves", default=0),
        apart=_apart(_optional(root, "apart", []), names),
        pins=_pins(_optional(root, "pins", []), set(published)),
    )


def _departments(value: Any) -> tuple[Department, ...]:
    def read(item: Any, at: str) -> Department:
        entry = _object(item, at)
        return Department(
            id=_text(_need(entry, "id", at), f"{at}/id"),
            teams=_count(entry.get("teams"), f"{at}/teams", default=1),
            off=_dates(_optional(entry, "off", []), f"{at}/off"),
        )

    return _unique(_each(value, "/departments", read), "/departments", lambda department: department.id)


def _requests(value: Any, departments: set[str]) -> tuple[VisitRequest, ...]:
    def read(item: Any, at: str) -> VisitRequest:
        entry = _object(item, at)
        days = entry.get("days")
        return VisitRequest(
            id=_text(_need(entry, "id", at), f"{at}/id"),
            department=_known(_need(entry, "department", at), f"{at}/department", departments),
            township=_text(_need(entry, "township", at), f"{at}/township"),
            earliest=_date(_need(entry, "earliest", at), f"{at}/earliest"),
            latest=_date(_need(entry, "latest", at), f"{at}/latest"),
            half_days=_count(entry.get("half_days"), f"{at}/half_days", default=1, least=1),
            bundle=_text(entry["bundle"], f"{at}/bundle") if entry.get("bundle") is not None else "",
            days=None if days is None else _dates(days, f"{at}/days"),
            lead=_flag(entry.get("lead"), f"{at}/lead"),
            held=_flag(entry.get("held"), f"{at}/held"),
        )

    return _unique(_each(value, "/requests", read), "/requests", lambda request: request.id)


def _caps(value: Any) -> Caps:
    entry = _object(value, "/caps")

    def limit(name: str) -> int | None:
        return None if entry.get(name) is None else _count(entry[name], f"/caps/{name}", default=0)

    return Caps(
        departments_per_visit=limit("departments_per_visit"),
        half_days_per_day=_count(entry.get("half_days_per_day"), "/caps/half_days_per_day", default=2),
        visits_per_month=limit("visits_per_month"),
    )


def _closed(value: Any) -> dict[str, frozenset[date]]:
    return {
        _text(township, "/closed"): _dates(days, f"/closed/{_escape(township)}")
        for township, days in _object(value, "/closed").items()
    }


def _published(value: Any, requests: set[str]) -> dict[str, date]:
    def read(item: Any, at: str) -> tuple[str, date]:
        entry = _object(item, at)
        request = _known(_need(entry, "request", at), f"{at}/request", requests)
        return request, _date(_need(entry, "date", at), f"{at}/date")

    return dict(_unique(_each(value, "/published", read), "/published", lambda pair: pair[0]))


def _pins(value: Any, published: set[str]) -> dict[str, Pin]:
    keeps: dict[Any, Pin] = {"date": "date", "company": "company", "both": "both"}

    def read(item: Any, at: str) -> tuple[str, Pin]:
        entry = _object(item, at)
        request = _known(_need(entry, "request", at), f"{at}/request", published)
        keep = _need(entry, "keep", at)
        if not isinstance(keep, str) or keep not in keeps:
            raise _wrong(f"{at}/keep", "date、company 或 both", "date, company or both")
        return request, keeps[keep]

    return dict(_unique(_each(value, "/pins", read), "/pins", lambda pair: pair[0]))


def _apart(value: Any, departments: set[str]) -> tuple[tuple[str, str], ...]:
    def read(item: Any, at: str) -> tuple[str, str]:
        if not isinstance(item, list) or len(item) != 2:
            raise _wrong(at, "两个部门编号组成的列表", "a list of two department ids")
        one, other = (_known(name, f"{at}/{index}", departments) for index, name in enumerate(item))
        if one == other:
            raise ProblemError(at, "一个部门不能与自身分开", "a department cannot be kept apart from itself")
        return one, other

    return _each(value, "/apart", read)


def _each(value: Any, at: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise _wrong(at, "列表", "a list")
    return tuple(read(item, f"{at}/{index}") for index, item in enumerate(value))


def _unique(items: tuple[T, ...], at: str, key: Callable[[T], str]) -> tuple[T, ...]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        name = key(item)
        if name in seen:
            raise ProblemError(
                f"{at}/{index}", f"“{name}”重复，请只保留一个", f"{name!r} is there twice; keep one"
            )
        seen.add(name)
    return items


def _object(value: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(at, "对象", "an object")
    return value


def _need(entry: Mapping[str, Any], name: str, at: str) -> Any:
    value = entry.get(name, _MISSING)
    if value is _MISSING or value is None:
        raise ProblemError(f"{at}/{name}", f"缺少“{name}”，请补上", f"{name!r} is missing; add it")
    return value


def _optional(entry: Mapping[str, Any], name: str, default: Any) -> Any:
    value = entry.get(name)
    return default if value is None else value


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong(at, "非空文本", "a non-empty text")
    if any("\ud800" <= character <= "\udfff" for character in value):  # half a character: no UTF-8 for it
        raise _wrong(
            at, "完整的 Unicode 文本（不含单个代理码）", "whole Unicode text, without lone surrogates"
        )
    return value


def _known(value: Any, at: str, names: set[str]) -> str:
    name = _text(value, at)
    if name not in names:
        raise ProblemError(at, f"没有编号为“{name}”的条目", f"nothing here has the id {name!r}")
    return name


def _flag(value: Any, at: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise _wrong(at, "true 或 false", "true or false")
    return value


def _count(value: Any, at: str, *, default: int, least: int = 0) -> int:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
        raise _wrong(at, f"{least} 到 {_LARGEST} 的整数", f"a whole number from {least} to {_LARGEST}")
    return value


def _date(value: Any, at: str) -> date:
    try:
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _wrong(at, "形如 2026-10-08 的日期", "a date such as 2026-10-08")


def _dates(value: Any, at: str) -> frozenset[date]:
    days = _each(value, at, _date)
    return frozenset(_unique(days, at, date.isoformat))


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _wrong(at: str, wanted: str, wanted_en: str) -> ProblemError:
    return ProblemError(at, f"此处应为{wanted}", f"expected {wanted_en} here")
