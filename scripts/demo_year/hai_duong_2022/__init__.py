"""Hải Dương's evaluation of 2022, as report 27/BC-UBND tells it."""
from hai_duong_2022 import inputs
from hai_duong_2022.checks import Checks
from hai_duong_2022.steps import Year

__all__ = ["Checks", "Year", "begin"]


def begin(service):
    units = inputs.units()
    return Year(service, units, inputs.batches(units))
