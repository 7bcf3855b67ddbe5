"""What the pages call the words of the contract, in Chinese and English."""

from app.kit.words import Words

FORM_KINDS = {
    "record": Words("登记表", "record"),
    "indicators": Words("指标表", "indicator list"),
    "ledger": Words("台账（一行一个对象）", "ledger (one row an object)"),
    "crosstab": Words("交叉表", "cross-table"),
}
FIELD_TYPES = {
    "integer": Words("整数", "whole number"),
    "decimal": Words("小数", "decimal"),
    "text": Words("文字", "text"),
    "date": Words("日期", "date"),
    "boolean": Words("是否", "yes or no"),
    "choice": Words("选项", "choice"),
    "percent": Words("百分比", "percentage"),
    "": Words("未定", "not said"),
}
GRAINS = {
    "township": Words("乡镇", "township"),
    "village": Words("村", "village"),
    "household": Words("户", "household"),
    "person": Words("人", "person"),
    "enterprise": Words("企业", "enterprise"),
    "site": Words("点位", "site"),
    "": Words("未定", "not said"),
}
ROLES = {
    "input": Words("填写", "filled in"),
    "formula": Words("公式计算", "computed"),
}
OVERLAP_STATES = {
    "proposed": Words("待审核", "waiting"),
    "merged": Words("自动并办", "merged unseen"),
    "confirmed": Words("已确认", "confirmed"),
    "rejected": Words("已否定", "rejected"),
}
VERDICTS = {
    "duplicate": Words("重复", "duplicate"),
    "overlap": Words("重叠", "overlap"),
    "related": Words("相关", "related"),
}
SCHEDULE_STATES = {
    "queued": Words("等待编排", "queued"),
    "planning": Words("正在编排", "planning"),
    "planned": Words("已排好，未发布", "planned, not published"),
    "published": Words("已发布", "published"),
    "superseded": Words("已被新版取代", "superseded"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "cancelled": Words("已取消", "cancelled"),
    "failed": Words("编排失败", "failed"),
}
GROUPS = {
    "": Words("合计", "total"),
    "township": Words("按乡镇", "by township"),
    "department": Words("按部门", "by department"),
    "matter": Words("按事项", "by matter"),
    "month": Words("按月", "by month"),
    "kind": Words("按类型", "by kind"),
}
