"""What one form costs at each step, beside openpyxl: `python -m benchmarks.forms.costs`.

Every workbook is taken by itself, each step in a process of its own that does nothing else: CPU milliseconds
of the step (process_time), and memory as the growth of ru_maxrss over it, which holds what Python and the C
libraries took at their peak. The dictionary is loaded before, as in a server that runs; loading it is a line
of its own. Openpyxl reads the same bytes, every cell of every sheet once, to values alone: no fields.
"""

import io
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook

from app.domain.merging import fan_out, fill_workbook, merge_forms, read_workbook
from benchmarks.forms.measure import some_answers
from benchmarks.forms.seed_forms import workbooks
from tests.forms.corpus import SAMPLES
from tests.forms.notation import build

Cost = tuple[float, float]
Step = Callable[[bytes, str], Callable[[], object]]


def _read(data: bytes, name: str) -> Callable[[], object]:
    return lambda: read_workbook(data, name)


def _merge(data: bytes, name: str) -> Callable[[], object]:
    form = read_workbook(data, name).to_form(name)
    return lambda: merge_forms([form])


def _fan_out(data: bytes, name: str) -> Callable[[], object]:
    shared = merge_forms([read_workbook(data, name).to_form(name)])
    answers = some_answers(shared)
    return lambda: fan_out(shared, answers)


def _fill(data: bytes, name: str) -> Callable[[], object]:
    shared = merge_forms([read_workbook(data, name).to_form(name)])
    cells = fan_out(shared, some_answers(shared))[name]
    return lambda: fill_workbook(data, cells)


def _openpyxl(data: bytes, _name: str) -> Callable[[], object]:
    def read() -> list[Any]:
        book = load_workbook(io.BytesIO(data))
        return [cell.value for page in book for row in page.iter_rows() for cell in row]

    return read


STEPS: dict[str, Step] = {
    "read": _read,
    "read by openpyxl": _openpyxl,
    "merge": _merge,
    "fan out": _fan_out,
    "fill": _fill,
}


def cost(step: str, data: bytes, name: str) -> Cost:
    """(CPU milliseconds, MB) of one step on one form, in this process."""
    work = STEPS[step](data, name)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    work()
    spent = 1000 * (time.process_time() - start)
    return spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def books() -> dict[str, bytes]:
    """The seed county's workbooks and the corpus."""
    return workbooks() | {f"{sample.key}.xlsx": build(sample) for sample in SAMPLES}


def main() -> None:
    """Print one line a step: median and worst of all forms."""
    forms = books()
    first, *_ = forms.items()
    loading = cost("merge", first[1], first[0])
    print(f"one form at a time, {len(forms)} forms, each step in a process of its own")
    print(f"{'step':<20}{'CPU ms median':>15}{'worst':>9}{'MB median':>12}{'worst':>9}")
    print(f"{'dictionary, once':<20}{loading[0]:>15.1f}{'':>9}{loading[1]:>12.1f}")
    # forked: the libraries are loaded, and what the parent had at its peak is not the child's
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        for step in STEPS:
            costs = pool.starmap(cost, [(step, data, name) for name, data in forms.items()], chunksize=1)
            times, sizes = zip(*costs, strict=True)
            print(
                f"{step:<20}{statistics.median(times):>15.1f}{max(times):>9.1f}"
                f"{statistics.median(sizes):>12.1f}{max(sizes):>9.1f}"
            )


if __name__ == "__main__":
    main()
