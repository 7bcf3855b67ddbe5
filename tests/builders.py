"""Plain functions that build what tests send, with defaults that are believable and valid."""

from typing import Any


def inspection(**changes: Any) -> dict[str, Any]:
    """The body of a winter fire inspection of the whole county."""
    body = {
        "kind": "inspection",
        "oversight": "inspection",
        "document_no": "东安办〔2026〕29号",
        "title": "关于开展冬春火灾防控检查的通知",
        "description": "对人员密集场所、老旧小区和农村自建房开展冬春火灾防控检查，查看消防通道和设施。",
        "targets": ["990101"],
        "window": {"earliest": "2026-12-01", "latest": "2026-12-20"},
        "half_days": 1,
    }
    return body | changes


def fire_safety_check(**changes: Any) -> dict[str, Any]:
    """The same work in another bureau's words."""
    body = inspection(
        document_no="东安委办〔2026〕88号",
        title="关于组织开展今冬明春火灾防控督导检查的通知",
        description="督导检查各乡镇今冬明春火灾防控工作，突出人员密集场所、农村自建房消防安全。",
        window={"earliest": "2026-12-03", "latest": "2026-12-18"},
    )
    return body | changes


def report(**changes: Any) -> dict[str, Any]:
    """The body of a report on the population, with a form of three fields."""
    body = {
        "kind": "report",
        "title": "关于报送人口基本情况的通知",
        "description": "请各乡镇统计年末常住人口、户籍户数和耕地面积，于规定时间前报送。",
        "targets": ["990101"],
        "window": {"earliest": "2026-12-01", "latest": "2026-12-20"},
        "form": {
            "title": "人口基本情况表",
            "kind": "record",
            "fields": [
                {
                    "label": "常住人口",
                    "unit": "人",
                    "type": "integer",
                    "period": "2026-11-30",
                    "grain": "township",
                },
                {
                    "label": "户籍户数",
                    "unit": "户",
                    "type": "integer",
                    "period": "2026-11-30",
                    "grain": "township",
                },
                {
                    "label": "耕地面积",
                    "unit": "亩",
                    "type": "decimal",
                    "period": "2026-11-30",
                    "grain": "township",
                },
            ],
        },
    }
    return body | changes


def population_in_ten_thousands(**changes: Any) -> dict[str, Any]:
    """Another bureau's report of the same population, in 万人."""
    body = report(
        title="关于上报人口基本情况统计数据的通知",
        description="请统计上报年末常住人口等人口基本情况。",
        form={
            "title": "人口统计表",
            "kind": "record",
            "fields": [
                {
                    "label": "常住人口数",
                    "unit": "万人",
                    "type": "decimal",
                    "period": "2026-11-30",
                    "grain": "township",
                },
                {
                    "label": "出生人口",
                    "unit": "人",
                    "type": "integer",
                    "period": "2026-11",
                    "grain": "township",
                },
            ],
        },
    )
    return body | changes
