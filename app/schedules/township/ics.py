"""A township's schedule as iCalendar (RFC 5545, RFC 7986), for phones, Outlook and WPS calendars."""

from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.schedules.township.dues import DueDay
from app.schedules.township.view import TownshipView, hours_of
from app.schedules.township.visits import ShownVisit

REFRESH = timedelta(hours=6)
TENTATIVE = "\n暂定：该年节假日安排尚未公布"


def write_calendar(view: TownshipView) -> bytes:
    """The schedule as a calendar. The same schedule gives the same bytes, so that an ETag can serve.

    A visit keeps its UID for life and counts its changes in SEQUENCE; a cancelled one stays, with STATUS
    CANCELLED, so that programs take it away. What lasts several days is an event a day, which says which of
    them it is: one long event would fill the nights and the days off between. One in a year whose holidays
    are not announced is TENTATIVE. Due reports are all-day events.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//jianfu//schedule 1//ZH")
    calendar.add("method", "PUBLISH")
    name = f"{view.township.name}检查与报表日程"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_shanghai())
    if view.provisional:
        years = "、".join(map(str, sorted(view.unknown_years)))
        calendar.add("description", f"{years}年节假日安排尚未公布，该年日期为暂定。")
    for visit in sorted((*view.visits, *view.cancelled), key=lambda one: (one.row.date, str(one.row.id))):
        calendar.add_component(_visit(view, visit))
    for day in view.due_days:
        calendar.add_component(_due(view, day))
    text: bytes = calendar.to_ical()
    return text


def _shanghai() -> Timezone:
    """One standard time since 1991-09-15; the summer times before it concern no visit."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Asia/Shanghai")
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001  a zone's own onset is a local time
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _visit(view: TownshipView, visit: ShownVisit) -> Event:
    row, hours, event = visit.row, hours_of(visit), Event()
    cancelled, provisional = row.state == "cancelled", view.is_provisional(visit.row.date)
    event.add("uid", f"{public_id('vis', row.home, row.id)}@jianfu")
    event.add("dtstamp", row.updated_at.astimezone(UTC))
    event.add("created", row.created_at.astimezone(UTC))
    event.add("last-modified", row.updated_at.astimezone(UTC))
    event.add("sequence", row.sequence)
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if provisional else "CONFIRMED")
    for property_, clock in (("dtstart", hours.begins), ("dtend", hours.ends)):
        event.add(property_, datetime.combine(row.date, time.fromisoformat(clock), SHANGHAI))
    others = f"等{len(visit.departments)}个部门" if len(visit.departments) > 1 else ""
    day = f"（第{visit.part.part}天，共{visit.part.parts}天）" if visit.part else ""
    event.add("summary", f"{'已取消：' if cancelled else ''}检查：{visit.lead}{others}{day}")
    event.add("location", view.township.name)
    event.add("categories", ["检查"])
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if not cancelled:
        event.add("description", _described(visit) + (TENTATIVE if provisional else ""))
    return event


def _described(visit: ShownVisit) -> str:
    lines = [f"牵头部门：{visit.lead}"]
    if visit.departments[1:]:
        lines.append(f"参加部门：{'、'.join(visit.departments[1:])}")
    lines += [f"{number}. {title}" for number, title in enumerate(visit.titles, start=1)]
    lines.append(visit.row.reason["text"])
    return "\n".join(lines)


def _due(view: TownshipView, day: DueDay) -> Event:
    first, event = day.dues[0], Event()
    changed = max(one.request.updated_at for one in day.dues).astimezone(UTC)
    event.add("uid", f"due_{first.request.id}_{first.period or 'once'}_{view.township.code}@jianfu")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", view.due_sequence)
    event.add("status", "CONFIRMED")
    event.add("dtstart", day.date)
    event.add("dtend", day.date + timedelta(days=1))
    titles = list(dict.fromkeys(one.request.title for one in day.dues))
    others = f"等{len(titles)}项" if len(titles) > 1 else ""
    event.add("summary", f"报表截止{f'（{day.time} 前）' if day.time else ''}：{titles[0]}{others}")
    latest = f"\n最迟：{day.latest.month}月{day.latest.day}日" if day.latest != day.date else ""
    event.add(
        "description", "\n".join(titles) + latest + (TENTATIVE if view.is_provisional(day.date) else "")
    )
    event.add("categories", ["报表"])
    event.add("transp", "TRANSPARENT")
    return event
