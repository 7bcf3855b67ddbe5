"""The rules as data: each one's source, dates, words, numbers and sentences, read from `rules/*.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from app.domain.policy.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence that a rule can say, with its remedy; `{names}` are filled when it is said."""

    severity: Severity
    text: str
    text_en: str
    remedy: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack. `words` are patterns (regular expressions), `numbers` its parameters.

    `until` is the last day it is in force, None while it is. `scope` is said with every remark when the
    rule does not bind party and government oversight as such (涉企检查, 统计调查).
    """

    key: str
    source: str
    source_en: str
    since: date
    words: Mapping[str, str]
    numbers: Mapping[str, Any]
    sayings: Mapping[str, Saying]
    until: date | None = None
    scope: str = ""
    scope_en: str = ""

    def in_force(self, day: date) -> bool:
        """True where the rule binds a request received on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)

    def say(self, case: str, pointer: str = "", **filled: object) -> Finding:
        """The finding for `case`, its braces filled."""
        saying = self.sayings[case]
        return Finding(
            self.key,
            saying.severity,
            saying.text.format(**filled),
            saying.text_en.format(**filled),
            f"{self.source}（{self.scope}）" if self.scope else self.source,
            f"{self.source_en} ({self.scope_en})" if self.scope_en else self.source_en,
            saying.remedy.format(**filled),
            saying.remedy_en.format(**filled),
            pointer,
        )


@cache
def rulebook() -> Mapping[str, Rule]:
    """Every rule shipped, by key. Packs are plain files: a county's lawyer can read and correct them."""
    rules: dict[str, Rule] = {}
    folder = resources.files("app.domain.policy") / "rules"
    for pack in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not pack.name.endswith(".toml"):
            continue
        for key, body in tomllib.loads(pack.read_text(encoding="utf-8")).items():
            if key in rules:
                raise ValueError(f"{pack.name}: rule {key} stands in two packs")
            rules[key] = _rule(key, body)
    return rules


def _rule(key: str, body: Mapping[str, Any]) -> Rule:
    return Rule(
        key=key,
        source=body["source"],
        source_en=body["source_en"],
        since=body["since"],
        until=body.get("until"),
        scope=body.get("scope", ""),
        scope_en=body.get("scope_en", ""),
        # a list of alternatives is one pattern; the earlier alternative wins
        words={name: "|".join(alternatives) for name, alternatives in body.get("words", {}).items()},
        numbers=body.get("numbers", {}),
        sayings={case: Saying(**saying) for case, saying in body["sayings"].items()},
    )
