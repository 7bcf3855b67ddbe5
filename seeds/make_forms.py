"""Writes the bureaus' blank forms as workbooks: `python -m seeds.make_forms [folder]`."""

import sys
from pathlib import Path

from seeds.build.form_spec import form_specs
from seeds.build.workbook import write_forms

if __name__ == "__main__":
    write_forms(form_specs(), Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "forms")
