"""The best plan of a tiny instance by trying out every choice, judged by the rules alone."""

from tests.domain.scheduling.rules import allowed_days, broken_rules, day_lengths


def best_by_trying_all(document):
    """Fewest unplaced, then fewest visit-days, of all choices of first days and half-days."""
    all_days, most = document["days"], document["caps"]["half_days_per_day"]
    choices = []
    for asked in document["requests"]:
        needed, allowed = len(day_lengths(document, asked)), allowed_days(document, asked)
        starts = [
            all_days[i : i + needed]
            for i in range(len(all_days) - needed + 1)
            if allowed.issuperset(all_days[i : i + needed])
        ]
        choices.append([None, *((run, last) for run in starts for last in range(1, most + 1))])
    best = len(choices) + 1, 0
    stack = [()]
    while stack:
        chosen = stack.pop()
        if len(chosen) < len(choices):
            stack.extend((*chosen, choice) for choice in choices[len(chosen)])
            continue
        key = chosen.count(None), len(visit_days(document, chosen))
        if key < best and holds(document, chosen):
            best = key
    return best


def visit_days(document, chosen):
    asked = zip(document["requests"], chosen, strict=True)
    return {(one["township"], day) for one, choice in asked if choice for day in choice[0]}


def holds(document, chosen):
    visits, left = {}, []
    for asked, choice in zip(document["requests"], chosen, strict=True):
        if choice is None:
            left.append(asked["id"])
            continue
        for number, day in enumerate(choice[0]):
            session = choice[1] if number == len(choice[0]) - 1 else 1
            visits.setdefault((asked["township"], day, session), []).append(asked["id"])
    words = dict.fromkeys(("reason", "reason_en", "remedy", "remedy_en"), "-")
    plan = {
        "visits": [
            {"township": township, "date": day, "session": session, "requests": names}
            for (township, day, session), names in sorted(visits.items())
        ],
        "unplaced": [{"request": name, **words} for name in left],
        "visit_days": len(visit_days(document, chosen)),
        "unplaced_bound": 0, "lower_bound": 0, "moves": 0,
    }  # fmt: skip
    return not broken_rules(document, plan)
