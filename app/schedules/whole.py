"""Reads everything that a schedule names, and shows it whole: for the call and for the page alike."""

from sqlalchemy.orm import Session

from app.schedules.queries import around, department_names, requests_named, township_names
from app.schedules.schemas import CODE, Names, ScheduleOut, show_schedule
from app.tables import Schedule


def show_whole(session: Session, row: Schedule, english: bool) -> ScheduleOut:
    """The schedule with its plan, titles and names in the reader's language."""
    result = row.result or {"visits": [], "unplaced": [], "law": [], "changes": []}
    requests = {served["request"] for visit in result["visits"] for served in visit["served"]}
    requests |= {one["request"] for one in result["unplaced"]}
    law = [*result["law"], *result.get("law_missed", ())]
    requests |= {id_ for remark in law for id_ in remark["requests"]}
    requests |= {id_ for change in result["changes"] for id_ in change["requests"]}
    codes = {code for visit in result["visits"] for code in (visit["lead"], *visit["departments"])}
    told = [one["reason"]["text"] + one["remedy"]["text"] for one in result["unplaced"]]
    codes |= {code for text in told for code in CODE.findall(text)}
    departments = department_names(session, codes)
    places = departments | (township_names(session, row.home) if told else {})
    names = Names(requests_named(session, requests), departments, english, places)
    return show_schedule(row, around(session, [row]), names)
