"""An independent reading of the planning rules: it knows the documents alone, nothing of the planner."""

from collections import defaultdict
from itertools import combinations


def broken_rules(document, plan):
    """Every rule that the plan of the instance breaks, in words; empty for a plan that holds."""
    torn = list(torn_runs(document, plan))
    if torn:
        return torn
    rules = _Rules(*day_by_day(document, plan))
    return [
        broken
        for rule in (
            rules.everyone_once,
            rules.days_are_allowed,
            rules.teams_suffice,
            rules.visits_are_small_enough,
            rules.half_days_suffice,
            rules.months_are_not_full,
            rules.published_stay,
            rules.pins_hold,
            rules.leads_are_there,
            rules.bundles_go_together,
            rules.held_go_alone,
            rules.figures_agree,
        )
        for broken in rule()
    ]


def allowed_days(document, request):
    """The days on which a request may go, pins apart."""
    closed = document.get("closed", {}).get(request["township"], [])
    off = next(d for d in document["departments"] if d["id"] == request["department"]).get("off", [])
    days = [d for d in document["days"] if request["earliest"] <= d <= request["latest"]]
    if request.get("days") is not None:
        days = [d for d in days if d in request["days"]]
    return {d for d in days if d not in closed and d not in off}


def presence(requests, session):
    """Which half-days each department is there, where these requests set out together at `session`."""
    works = defaultdict(lambda: defaultdict(int))
    for request in requests:
        work = request.get("bundle") or request["id"]
        length = works[request["department"]]
        length[work] = max(length[work], request.get("half_days", 1))
    return {d: range(session, session + sum(lengths.values())) for d, lengths in works.items()}


def dates_of(plan, name):
    """The dates on which a request is visited."""
    return sorted(visit["date"] for visit in plan["visits"] if name in visit["requests"])


def day_lengths(document, asked):
    """The half-days of each day of a request, full ones first; one entry where it fits into a day."""
    most = document.get("caps", {}).get("half_days_per_day", 2)
    left, lengths = asked.get("half_days", 1), []
    while left > 0 and most:
        lengths.append(min(left, most))
        left -= most
    return lengths


def torn_runs(document, plan):
    """What lasts several days and is not on as many days in a row as it needs, all of them open to it."""
    for asked in document["requests"]:
        lengths, dates = day_lengths(document, asked), dates_of(plan, asked["id"])
        if len(lengths) > 1 and dates:
            first = document["days"].index(dates[0])
            if dates != document["days"][first : first + len(lengths)]:
                yield f"{asked['id']} is on {dates}, not on {len(lengths)} days in a row"
            if not set(dates) <= allowed_days(document, asked):
                yield f"{asked['id']} is on a day that is not open to it"


def day_by_day(document, plan):
    """Document and plan with one request a day, so that the other rules need to know days alone."""
    requests, names = [], {}
    for asked in document["requests"]:
        lengths, dates = day_lengths(document, asked), dates_of(plan, asked["id"])
        if len(lengths) == 1 or not dates:
            requests.append(asked)
            continue
        for number, (day, half_days) in enumerate(zip(dates, lengths, strict=True)):
            name = f"{asked['id']}#{number}" if number else asked["id"]
            names[asked["id"], day] = name
            part = {**asked, "id": name, "half_days": half_days, "earliest": day, "latest": day}
            requests.append(part if number == 0 else {**part, "bundle": None, "lead": False})
    visits = [
        {**visit, "requests": [names.get((name, visit["date"]), name) for name in visit["requests"]]}
        for visit in plan["visits"]
    ]
    return {**document, "requests": requests}, {**plan, "visits": visits}


class _Rules:
    def __init__(self, document, plan):
        self.document, self.plan = document, plan
        self.caps = {"departments_per_visit": None, "half_days_per_day": 2, "visits_per_month": None}
        self.caps |= document.get("caps", {})
        self.requests = {request["id"]: request for request in document["requests"]}
        self.date = {name: visit["date"] for visit in plan["visits"] for name in visit["requests"]}
        self.published = {p["request"]: p["date"] for p in document.get("published", [])}

    def asked(self, visit):
        return [self.requests[name] for name in visit["requests"]]

    def everyone_once(self):
        named = [name for visit in self.plan["visits"] for name in visit["requests"]]
        named += [entry["request"] for entry in self.plan["unplaced"]]
        if sorted(named) != sorted(self.requests):
            yield "a request is missing or there twice"
        for entry in self.plan["unplaced"]:
            if not all(entry[key] for key in ("reason", "reason_en", "remedy", "remedy_en")):
                yield f"{entry['request']} is unplaced without a reason"

    def days_are_allowed(self):
        for visit in self.plan["visits"]:
            for request in self.asked(visit):
                if request["township"] != visit["township"]:
                    yield f"{request['id']} is in another township"
                if visit["date"] not in allowed_days(self.document, request):
                    yield f"{request['id']} is on {visit['date']}, which is not open to it"

    def teams_suffice(self):
        serves = defaultdict(set)
        for visit in self.plan["visits"]:
            for request in self.asked(visit):
                serves[request["department"], visit["date"]].add(visit["township"])
        teams = {d["id"]: d.get("teams", 1) for d in self.document["departments"]}
        for (department, date), townships in serves.items():
            if len(townships) > teams[department]:
                yield f"{department} is in {len(townships)} townships on {date}"

    def visits_are_small_enough(self):
        cap = self.caps["departments_per_visit"]
        apart = [set(pair) for pair in self.document.get("apart", [])]
        for visit in self.plan["visits"]:
            departments = {request["department"] for request in self.asked(visit)}
            if cap is not None and len(departments) > cap:
                yield f"{len(departments)} departments on a visit of {visit['date']}"
            if any(pair <= departments for pair in apart):
                yield f"departments that are to be kept apart on {visit['date']}"

    def half_days_suffice(self):
        days = defaultdict(list)
        for visit in self.plan["visits"]:
            days[visit["township"], visit["date"]].append(visit)
        for where, visits in days.items():
            sessions = [visit["session"] for visit in visits]
            if len(set(sessions)) < len(sessions) or min(sessions) < 1:
                yield f"two visits begin together on {where}"
            there = defaultdict(list)
            for visit in visits:
                for department, half_days in presence(self.asked(visit), visit["session"]).items():
                    for half_day in half_days:
                        there[half_day].append(department)
            yield from self.half_days_are_not_full(where, there)

    def half_days_are_not_full(self, where, there):
        cap = self.caps["departments_per_visit"]
        for half_day, departments in there.items():
            if half_day > self.caps["half_days_per_day"]:
                yield f"somebody stays past the end of {where}"
            if any(set(pair) <= set(departments) for pair in self.document.get("apart", [])):
                yield f"departments that are to be kept apart are there at once on {where}"
            if len(set(departments)) < len(departments):
                yield f"a department is on two visits at once on {where}"
            if cap is not None and len(departments) > cap:
                yield f"too many departments at once on {where}"

    def months_are_not_full(self):
        count = defaultdict(int)
        for visit in self.plan["visits"]:
            count[visit["township"], visit["date"][:7]] += 1
        cap = self.caps["visits_per_month"]
        if cap is not None and any(number > cap for number in count.values()):
            yield "too many visits in a month"

    def published_stay(self):
        frozen = self.document.get("frozen_until", "")
        budget = self.document.get("max_moves", 0)
        moved = {name for name, date in self.published.items() if self.date.get(name, date) != date}
        if len(moved) > budget or self.plan["moves"] != len(moved):
            yield f"{len(moved)} moves within a budget of {budget}, {self.plan['moves']} told"
        for name in moved:
            if self.published[name] <= frozen:
                yield f"{name} moved although it is frozen"

    def pins_hold(self):
        visit_of = {name: i for i, visit in enumerate(self.plan["visits"]) for name in visit["requests"]}
        for pin in self.document.get("pins", []):
            name = pin["request"]
            if pin["keep"] != "company" and self.date.get(name, self.published[name]) != self.published[name]:
                yield f"{name} moved although its date is pinned"
            company = [] if pin["keep"] == "date" else self.company(name)
            visits = {visit_of[one["id"]] for one in company if one["id"] in visit_of}
            if len(visits) > 1 and self.could_stay_together(company):
                yield f"the company of {name} is torn apart"

    def company(self, name):
        """Who was published for the same township and day."""
        where = self.requests[name]["township"], self.published[name]
        return [
            self.requests[other]
            for other, date in self.published.items()
            if (self.requests[other]["township"], date) == where and not self.requests[other].get("held")
        ]

    def could_stay_together(self, requests):
        days = [allowed_days(self.document, request) for request in requests]
        if not requests or not set.intersection(*days) or self.document.get("max_moves", 0) == 0:
            return False
        if any(self.published[request["id"]] not in set.intersection(*days) for request in requests):
            return False
        departments = {request["department"] for request in requests}
        longest = max(len(span) for span in presence(requests, 1).values())
        cap = self.caps["departments_per_visit"] or len(departments)
        apart = any(set(pair) <= departments for pair in self.document.get("apart", []))
        return len(departments) <= cap and not apart and longest <= self.caps["half_days_per_day"]

    def leads_are_there(self):
        leads = defaultdict(set)
        for request in self.requests.values():
            if request.get("lead") and request.get("bundle") and not request.get("held"):
                leads[request["township"], request["bundle"]].add(request["id"])
        for visit in self.plan["visits"]:
            for request in self.asked(visit):
                needed = leads.get((request["township"], request.get("bundle")), set())
                exempt = request.get("held") or request["id"] in self.published
                if needed and not exempt and not needed & set(visit["requests"]):
                    yield f"{request['id']} goes without the lead of its bundle"

    def bundles_go_together(self):
        visit_of = {n: i for i, visit in enumerate(self.plan["visits"]) for n in visit["requests"]}
        bundles = defaultdict(list)
        for request in self.requests.values():
            if request.get("bundle") and not request.get("held"):
                bundles[request["township"], request["bundle"]].append(request)
        cap = self.caps["departments_per_visit"] or len(self.requests)
        apart = [set(pair) for pair in self.document.get("apart", [])]
        for requests in bundles.values():
            departments = {request["department"] for request in requests}
            meet = set.intersection(*(allowed_days(self.document, request) for request in requests))
            free = not any(request["id"] in self.published for request in requests)
            could = meet and free and len(departments) <= cap
            visits = {visit_of[request["id"]] for request in requests if request["id"] in visit_of}
            if could and not any(pair <= departments for pair in apart) and len(visits) > 1:
                yield f"bundle {requests[0]['bundle']} is torn apart"

    def held_go_alone(self):
        for visit in self.plan["visits"]:
            requests = self.asked(visit)
            if len(requests) > 1 and any(request.get("held") for request in requests):
                yield "a held request shares its visit"
        for one, other in combinations(self.plan["visits"], 2):
            if (one["township"], one["date"]) != (other["township"], other["date"]):
                continue
            asked = [self.asked(one), self.asked(other)]
            if any(request.get("held") for requests in asked for request in requests):
                spans = [
                    {h for span in presence(requests, visit["session"]).values() for h in span}
                    for requests, visit in zip(asked, (one, other), strict=True)
                ]
                if spans[0] & spans[1]:
                    yield "somebody is there during a held visit"

    def figures_agree(self):
        days = {(visit["township"], visit["date"]) for visit in self.plan["visits"]}
        if self.plan["visit_days"] != len(days) or self.plan["lower_bound"] > len(days):
            yield f"{len(days)} visit-days, {self.plan['visit_days']} told, bound {self.plan['lower_bound']}"
        if self.plan["unplaced_bound"] > len(self.plan["unplaced"]):
            yield "more unplaced are said to be needed than there are"
