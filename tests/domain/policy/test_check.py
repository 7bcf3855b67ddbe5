"""The gate as a whole: quiet for decent notices, pure, complete, and every rule says where it comes from."""

from datetime import date, datetime, timedelta, timezone

from app.domain.policy import Context, Draft, check_request

SHANGHAI = timezone(timedelta(hours=8))


def test_golden_fail_next_day_return_of_jinhu():
    draft = Draft(
        kind="report",
        title="关于报送企业综合评价底数的通知",
        latest=datetime(2025, 3, 4, 16, tzinfo=SHANGHAI),
    )
    findings = check_request(draft, Context(datetime(2025, 3, 3, 15, tzinfo=SHANGHAI)))
    assert [(f.rule, f.severity) for f in findings] == [("R05", "error")]
    assert "2025-03-06 15:00" in findings[0].remedy


def test_golden_fail_same_day_return_of_jinhu():
    draft = Draft(
        kind="report", title="关于报送有关数据信息的通知", latest=datetime(2025, 3, 6, 15, tzinfo=SHANGHAI)
    )
    findings = check_request(draft, Context(datetime(2025, 3, 6, 10, tzinfo=SHANGHAI)))
    assert [(f.rule, f.severity) for f in findings] == [("R05", "error")]
    assert "只有 0 个工作日" in findings[0].text


def test_a_decent_notice_yields_nothing():
    draft = Draft(
        kind="inspection",
        oversight="inspection",
        document_no="东安办〔2026〕29号",
        title="关于开展冬春火灾防控检查的通知",
        description="对各乡镇冬春火灾防控工作开展实地检查，抽查小场所、自建房。检查不打分、不排名，发现问题现场反馈。",
        legal_basis=("国办发〔2023〕12号",),
        department_level="county",
        targets=("990101",),
        earliest=date(2026, 12, 1),
        latest=date(2026, 12, 20),
    )
    assert check_request(draft, Context(datetime(2026, 11, 23, 9, tzinfo=SHANGHAI))) == ()
