"""Ten thousand damaged forms, read and filled: `python -m benchmarks.forms.hostile [count]`.

Bytes of good forms are changed inside their XML parts (where a plain flip would only break the zip) or in the
zip itself; what can still be read is filled and given back too. Work runs in child processes with the limits
of the guard, some hundred files each; every file must end as tables or as a WorkbookError in 5 CPU seconds.
"""

import io
import json
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.domain.merging import WorkbookError, fan_out, fill_workbook, merge_forms, read_workbook
from app.domain.merging.fillable import ensure_fillable
from app.domain.merging.foreign.convert import as_workbook
from app.domain.merging.guard import CPU_SECONDS, MEMORY
from benchmarks.forms.rich_workbooks import rich_workbooks
from benchmarks.forms.round_trip import answer
from benchmarks.forms.seed_forms import workbooks
from tests.forms.corpus import SAMPLES
from tests.forms.notation import build

BATCH = 500
_WORDS = (
    b"-1", b"0", b"99999999999", b"1e999", b"NaN", b"A0", b"XFE1", b"A1:XFD1048576", b"", b"\xff", b"&#0;",
    b"$", b"A1:A", b"<", b"'", b"=", b"#REF!", b"R1C1", b"true", b"1048577",
)  # fmt: skip


def good_files() -> list[bytes]:
    """The forms that are damaged."""
    return [*workbooks().values(), *(build(sample) for sample in SAMPLES), *rich_workbooks().values()]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One mutation of a good file."""
    if chance.random() < 0.1:
        return data[: chance.randrange(len(data))]
    if chance.random() < 0.1:
        return _scattered(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), chance.randint(1, min(3, len(parts)))):
        parts[name] = (_scattered if chance.random() < 0.3 else _reworded)(parts[name], chance)
    if chance.random() < 0.05:
        parts.pop(chance.choice(sorted(parts)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _scattered(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        changed[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
    return bytes(changed)


def _reworded(data: bytes, chance: random.Random) -> bytes:
    """Attribute values and texts replaced by what a program might stumble over: the XML stays well formed."""
    quotes = [at for at, letter in enumerate(data) if letter == 0x22]
    for _ in range(chance.randint(1, 5)):
        if len(quotes) < 4:
            return data
        at = chance.randrange(0, len(quotes) - 1)
        start, end = quotes[at] + 1, quotes[at + 1]
        data = data[:start] + chance.choice(_WORDS) + data[end:]
        quotes = [place for place, letter in enumerate(data) if letter == 0x22]
    return data


def outcome(data: bytes) -> str:
    """What became of a file: a reason, "read" or "filled"; anything else that is raised is a fault."""
    try:
        data, name = as_workbook(data, "m.xlsx")
        reading = read_workbook(data, name)
        ensure_fillable(data, reading)
        form = reading.to_form(name)
    except WorkbookError as error:
        return error.reason
    shared = merge_forms([form])
    answers = {
        "values": {item.id: answer(item, 1) for item in shared.cells},
        "rows": {
            roster.id: [{item.id: answer(item, at) for item in shared.columns(roster.id)} for at in range(25)]
            for roster in shared.rosters
        },
    }
    try:
        fill_workbook(data, fan_out(shared, answers)[name])
    except WorkbookError as error:
        return f"read, not filled: {error.reason}"
    return "filled"


def batch(seed: int, count: int) -> dict[str, object]:
    """What a child does: outcomes, the slowest file's CPU seconds, and the faults with their seeds."""
    files = good_files()
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    slowest = 0.0
    for number in range(seed, seed + count):
        chance = random.Random(number)
        start = time.process_time()
        try:
            outcomes[outcome(damaged(chance.choice(files), chance))] += 1
        except Exception as error:  # noqa: BLE001 whatever it is, it is the fault that is looked for
            faults.append(f"{number}: {type(error).__name__}: {error}")
        slowest = max(slowest, time.process_time() - start)
    return {"outcomes": outcomes, "slowest": slowest, "faults": faults}


def child() -> None:
    """The child's door: limits as in the guard, the batch, its result as JSON."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    sys.stdout.write(json.dumps(batch(int(sys.argv[1]), int(sys.argv[2]))))


def run(count: int) -> tuple[Counter[str], float, list[str]]:
    """All mutations: outcomes, the slowest file, and faults."""
    outcomes: Counter[str] = Counter()
    slowest, faults = 0.0, []
    for seed in range(0, count, BATCH):
        size = min(BATCH, count - seed)
        command = [
            sys.executable,
            "-c",
            "from benchmarks.forms.hostile import child; child()",
            str(seed),
            str(size),
        ]
        done = subprocess.run(command, capture_output=True, check=False, timeout=3600)
        if done.returncode:
            faults.append(
                f"{seed}–{seed + size}: the child died: {done.stderr[-300:].decode(errors='replace')}"
            )
            continue
        found = json.loads(done.stdout)
        outcomes.update(found["outcomes"])
        slowest = max(slowest, found["slowest"])
        faults += found["faults"]
    return outcomes, slowest, faults


def main(arguments: Sequence[str]) -> None:
    """Print outcomes and faults."""
    count = int(arguments[0]) if arguments else 10_000
    outcomes, slowest, faults = run(count)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"hostile    {count} damaged forms, slowest {slowest * 1000:.0f} ms (limit {CPU_SECONDS} s),")
    print(f"           {peak:.0f} MB at the peak of a child, {len(faults)} faults")
    print("           " + ", ".join(f"{name} {number}" for name, number in outcomes.most_common()))
    for text in faults:
        print(f"  {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
