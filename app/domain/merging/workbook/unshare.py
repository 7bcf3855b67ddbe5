"""Writes formulas that cells share out in full, so that rows can be inserted among them.

Excel and WPS store a formula that was dragged down once, and in the other cells only its number: what such a
cell computes follows from its distance to the first, which an inserted row changes.
"""

from lxml import etree

from app.domain.merging.workbook.names import attribute, child, children
from app.domain.merging.workbook.values import formula_of


def unshare_formulas(root: etree._Element) -> None:
    """Every shared formula of a sheet as a formula of its own; one without its first cell stays as it is."""
    masters: dict[str, tuple[str, str]] = {}
    for row in children(child(root, "sheetData"), "row"):
        for cell in children(row, "c"):
            formula = child(cell, "f")
            if formula is None or attribute(formula, "t") != "shared":
                continue
            text = formula_of(cell, masters)
            if text:
                formula.text = text[1:]
                for name in ("t", "ref", "si"):
                    formula.attrib.pop(name, "")
