"""All office forms that reading is tried on."""

from tests.domain.merging.cell_layouts import cell_layouts
from tests.domain.merging.table_layouts import table_layouts


def layouts():
    """At least three layouts of every kind, with and without frames, merged and not."""
    return [*cell_layouts(), *table_layouts()]
