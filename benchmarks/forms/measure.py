"""Time, memory and cells saved on the seed county's forms: `python -m benchmarks.forms.measure`.

Times are CPU time of one process, the median of five; memory is the peak that Python and lxml allocate above
the interpreter. One round: every workbook and every JSON form of the county, merged for one township.
"""

import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from app.domain.merging import fan_out, fill_workbook, merge_forms, read_workbook, read_workbook_guarded
from app.domain.merging.sharing.shape import SharedField, SharedForm
from benchmarks.forms.seed_forms import cells_of, fact_of_cell, place, read_forms, workbooks

_ANSWERS = {"boolean": "是", "date": "2026-11-30", "text": "文字", "": "文字"}


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call, the median of five."""
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def answer(field: SharedField) -> str:
    """Some answer of the right kind."""
    return field.options[0] if field.options else _ANSWERS.get(field.type, "12")


def judged(shared: SharedForm) -> tuple[int, int, int]:
    """(wrong merges, cells that a fact is asked beyond its first, facts asked), against the key."""
    facts = fact_of_cell()
    wrong, homes = 0, defaultdict[str, set[str]](set)
    for item in shared.fields:
        found = {
            facts[place(source)] for source in item.sources if place(source) in facts and not source.formula
        }
        if len(found) > 1:
            wrong += 1
            print(f"  wrong merge: {item.label} {sorted(found)}")
        if item.asked:
            for fact in found:
                homes[fact].add(item.id)
    return wrong, sum(len(ids) - 1 for ids in homes.values()), len(homes)


def some_answers(shared: SharedForm) -> dict[str, object]:
    """Everything answered, with fifteen rows in each roster."""
    values = {item.id: answer(item) for item in shared.cells if item.asked}
    rows = {
        roster.id: [{item.id: answer(item) for item in shared.columns(roster.id)}] * 15
        for roster in shared.rosters
    }
    return {"values": values, "rows": rows}


def spread(name: str, times: list[float]) -> None:
    """One line: median and worst in milliseconds."""
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    print(f"{name:<8} median {middle:6.1f} ms a form, worst {worst:6.1f} ms")


def guarded(books: dict[str, bytes]) -> None:
    """One line: what an upload costs, its child process and its filling on trial included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for name, data in books.items():
        read_workbook_guarded(data, name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"upload   {spent / len(books):.2f} CPU s a form in a child, {after.ru_maxrss / 1024:.0f} MB at most"
    )


def main() -> None:
    """Print the table."""
    books = workbooks()
    spread("read", [seconds(partial(read_workbook, data, name)) for name, data in books.items()])
    guarded(books)
    forms = read_forms()
    shared = merge_forms(forms)
    answers = some_answers(shared)
    filled = fan_out(shared, answers)
    spread("fill", [seconds(partial(fill_workbook, data, filled[name])) for name, data in books.items()])
    print(
        f"merge    {seconds(partial(merge_forms, forms)) * 1000:6.0f} ms for all {len(forms)} forms at once"
    )
    print(f"fan out  {seconds(partial(fan_out, shared, answers)) * 1000:6.0f} ms for all forms at once")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory   {peak:6.0f} MB at the peak, interpreter included")
    wrong, again, facts = judged(shared)
    asked, before = sum(item.asked for item in shared.fields), cells_of(forms, shared)
    print(f"cells    {before} before merging, {asked} asked, {100 * (before - asked) / before:.1f} % saved")
    print(f"facts    {facts} in the key, {again} asked again: fill-once ratio {(facts + again) / facts:.3f}")
    print(f"wrong    {wrong} merges of different facts")


if __name__ == "__main__":
    main()
