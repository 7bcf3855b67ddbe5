"""The one screen that the demo ends on, and whether it may be proud of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands.demo.answer_key import AnswerKey
from app.commands.demo.fill import Filling
from app.commands.demo.plan import Planned
from app.commands.demo.post import Posted


@dataclass
class Story:
    """What happened in the county, step by step."""

    posted: Posted
    planned: Planned
    filling: Filling
    burden: dict[str, Any] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)


def show(console: Console, key: AnswerKey, story: Story) -> int:
    """Print everything; 1 where a returned, merged or carried cell is not what the key says, else 0."""
    table = Table(title="减负 jianfu · 东安县 2026 年第四季度", show_header=False, title_justify="left")
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in _lines(key, story):
        table.add_row(name, text)
    table.add_row("文件 files", "  ".join(str(file) for file in story.files))
    console.print(table)
    for example in story.filling.examples[:5]:
        console.print(f"  {example}", style="red", markup=False)
    filling = story.filling
    return 1 if filling.cells_wrong or filling.wrong_fields or filling.carried_wrong else 0


def _lines(key: AnswerKey, story: Story) -> Iterator[tuple[str, str]]:
    posted, planned, filling = story.posted, story.planned.result, story.filling
    told, merged = posted.told, posted.merged
    yield "任务 requests", f"{len(posted.ids)} 件；规则提示 findings {sum(posted.findings.values())}"
    yield (
        "重叠 overlaps",
        f"告知 told {len(told)}：对 right {len(told & key.overlaps)}，错 wrong {len(told - key.overlaps)}，"
        f"漏 missed {len(key.overlaps - told)}（答案 key {len(key.overlaps)}）",
    )
    yield (
        "自动并办 merged unseen",
        f"{len(merged)}：对 right {len(merged & key.overlaps)}，错 wrong {len(merged - key.overlaps)}，"
        f"其中陷阱 traps {len(merged & key.lookalikes)}/{len(key.lookalikes)}；"
        f"人工审定 decided by people {posted.decided}",
    )
    yield (
        "检查日 visit-days",
        f"{planned['asked_visit_days']} → {planned['visit_days']}（下界 bound {planned['lower_bound']}，"
        f"排不下 unplaced {len(planned['unplaced'])}）",
    )
    yield (
        "填报 cells",
        f"{filling.cells_before} → {filling.cells_to_fill}（共享 shared {filling.cells_asked}，"
        f"沿用 carried {filling.cells_carried}；共享模板 templates {filling.templates}，"
        f"误并 wrong merges {filling.wrong_fields}）",
    )
    yield (
        "回执 returns",
        f"{filling.returns} 份；与答案一致的单元格 cells as in the key {filling.cells_right}，"
        f"不符 wrong {filling.cells_wrong}，表内公式 computed {filling.cells_computed}",
    )
    yield "节省工时 hours saved", _hours(story.burden)


def _hours(burden: dict[str, Any]) -> str:
    row = burden["rows"][0]
    saved = f"{row['hours_saved_low']:.0f}–{row['hours_saved_high']:.0f}"
    return (
        f"{row['hours_before_likely']:.0f} → {row['hours_after_likely']:.0f} 小时 hours，"
        f"节省 saved {row['hours_saved_likely']:.0f}（{saved}；全县一季 county and quarter）"
    )
