"""Units convert exactly, there and back, and never across what they measure."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging.alignment.dictionary import rows
from app.domain.merging.alignment.units import UnitError, convert, dimension, factor_between

FAMILIES = [row["units"] for row in rows("units")]
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15)


@st.composite
def two_units_of_one_dimension(draw: st.DrawFn) -> tuple[str, str]:
    names = sorted(draw(st.sampled_from(FAMILIES)))
    return draw(st.sampled_from(names)), draw(st.sampled_from(names))


@given(amounts, two_units_of_one_dimension())
def test_converting_there_and_back_returns_the_value(value: Decimal, units: tuple[str, str]):
    there, back = units
    assert convert(convert(value, there, back), back, there) == value


@given(amounts, two_units_of_one_dimension())
def test_a_converted_value_is_the_exact_product_where_it_ends(value: Decimal, units: tuple[str, str]):
    source, target = units
    exact = Fraction(value) * factor_between(source, target)
    assert abs(Fraction(convert(value, source, target)) - exact) <= abs(exact) / 10**40


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("2139", "人", "万人", "0.2139"),
        ("1", "公顷", "亩", "15"),
        ("1.5", "万亩", "公顷", "1000"),
        ("3", "亩", "平方米", "2000"),
        ("12.5", "%", "‰", "125"),
        ("1", "吨", "公斤", "1000"),
        ("30000", "元", "万元", "3"),
        ("2", "天", "小时", "48"),
        ("100", "元/月", "元/年", "1200"),
        ("500", "公斤/亩", "吨/公顷", "7.5"),
    ],
)
def test_known_conversions(value: str, source: str, target: str, expected: str):
    assert convert(Decimal(value), source, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("source", "target"),
    [("人", "户"), ("人", "人次"), ("栋", "户"), ("处", "栋"), ("元", "%"), ("亩", "公斤")],
)
def test_units_of_different_things_do_not_convert(source: str, target: str):
    with pytest.raises(UnitError) as refused:
        convert(Decimal(1), source, target)
    assert refused.value.text
    assert refused.value.text_en


def test_an_unknown_unit_is_named():
    with pytest.raises(UnitError, match="咕噜"):
        convert(Decimal(1), "咕噜", "人")


@pytest.mark.parametrize(
    ("written", "measured"), [("平方㎞", ""), ("㎡", "area"), ("％", "ratio"), ("KM", "length"), ("", "")]
)
def test_units_are_found_in_any_width_and_case(written: str, measured: str):
    assert dimension(written) == measured
