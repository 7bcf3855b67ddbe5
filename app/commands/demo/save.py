"""Writes what a clerk and a department would hold in their hands to the output folder."""

from pathlib import Path

from app.commands.demo.county import County
from app.commands.demo.post import Posted

RETURNS = 6


def save_files(county: County, posted: Posted, out: Path, township: str) -> list[Path]:
    """The township's schedule (.ics, .xlsx), its largest shared template, and the first returns of others."""
    period = {"from": "2026-10-01", "to": "2026-12-31"}
    files = [
        _save(
            county,
            township,
            f"/v1/townships/{township}/schedule",
            {**period, "format": kind},
            out / f"schedule.{kind}",
        )
        for kind in ("ics", "xlsx")
    ]
    templates = county.call(township, "GET", f"/v1/townships/{township}/templates").json()["items"]
    largest = max(templates, key=lambda one: (len(one["requests"]), one["cells_asked"]))
    files.append(
        _save(county, township, largest["template"], {"format": "xlsx"}, out / "shared_template.xlsx")
    )
    departments = _senders(county, posted)
    for number, request in enumerate(largest["requests"][:RETURNS], start=1):
        path = f"/v1/requests/{request['id']}/returns"
        options = {"township": township, "period": largest["period"], "format": "xlsx"}
        files.append(_save(county, departments[request["id"]], path, options, out / f"return_{number}.xlsx"))
    return files


def _senders(county: County, posted: Posted) -> dict[str, str]:
    rows = county.pages("coordinator", "/v1/requests")
    return {row["id"]: row["department"]["code"] for row in rows if row["id"] in set(posted.ids.values())}


def _save(county: County, who: str, path: str, options: dict[str, str], file: Path) -> Path:
    separator = "&" if "?" in path else "?"
    query = "&".join(f"{name}={value}" for name, value in options.items() if value)
    file.write_bytes(county.call(who, "GET", f"{path}{separator}{query}").content)
    return file
