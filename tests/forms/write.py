"""Writes the corpus as files for other programs: `python -m tests.forms.write`, an .xlsx a form and the answers."""

import json
from pathlib import Path

from tests.forms.corpus import SAMPLES
from tests.forms.notation import build, expected

HERE = Path(__file__).parent


def answers() -> str:
    """What must be read, one form a line."""
    return "".join(json.dumps(expected(sample), ensure_ascii=False) + "\n" for sample in SAMPLES)


def main() -> None:
    """Write every form and the answers."""
    folder = HERE / "xlsx"
    folder.mkdir(exist_ok=True)
    for sample in SAMPLES:
        (folder / f"{sample.key}.xlsx").write_bytes(build(sample))
    (HERE / "expected.jsonl").write_text(answers(), encoding="utf-8")


if __name__ == "__main__":
    main()
