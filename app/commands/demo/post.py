"""Departments post the quarter's requests, and the coordinator decides what was doubtful."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.commands.demo.answer_key import AnswerKey, Pair, pair_of
from app.commands.demo.county import County
from app.forms.upload import XLSX

MERGED = frozenset({"merged", "confirmed"})


@dataclass
class Posted:
    """What came of posting: ids by request key, findings by rule, and how the overlaps agree with the key."""

    ids: dict[str, str] = field(default_factory=dict)
    findings: Counter[str] = field(default_factory=Counter)
    told: frozenset[Pair] = frozenset()
    merged: frozenset[Pair] = frozenset()
    decided: int = 0


def post_requests(county: County, key: AnswerKey, step: Callable[[], None]) -> Posted:
    """Post every request at the moment it arrives, with its form where it has one as a workbook."""
    posted = Posted()
    for row in key.requests:
        county.clock.moment = datetime.fromisoformat(row["received_at"])
        answer = county.call(row["department"], "POST", "/v1/requests", json=row["body"]).json()
        posted.ids[row["key"]] = answer["request"]["id"]
        posted.findings.update({finding["rule"] for finding in answer["findings"]})
        if row["form_file"]:
            _attach(county, row, answer["request"]["id"], key.folder / row["form_file"])
        step()
    return posted


def decide_doubtful(county: County, key: AnswerKey, posted: Posted, step: Callable[[], None]) -> None:
    """Read the queue as the coordinator does, and decide each proposed pair as the key has it."""
    keys = {id_: request for request, id_ in posted.ids.items()}
    pairs = [
        (pair_of(*(keys[side["id"]] for side in row["requests"])), row)
        for row in county.pages("coordinator", "/v1/overlaps", when="all")
        if row["verdict"] != "related"
    ]
    posted.told = frozenset(pair for pair, _ in pairs)
    posted.merged = frozenset(pair for pair, row in pairs if row["state"] == "merged")
    for pair, row in pairs:
        right = pair in key.overlaps
        if row["state"] == "proposed" or right != (row["state"] in MERGED):
            decision = {"decision": "confirm" if right else "reject"}
            county.call("coordinator", "POST", f"/v1/overlaps/{row['id']}/decision", json=decision)
            posted.decided += 1
        step()


def _attach(county: County, row: dict[str, Any], id_: str, path: Path) -> None:
    county.call(
        row["department"], "PUT", f"/v1/requests/{id_}/form", params={"name": path.name},
        content=path.read_bytes(), headers={"Content-Type": XLSX},
    )  # fmt: skip
