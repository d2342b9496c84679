"""Hải Phòng's evaluation of 2025: two tiers, 127 units, invented inputs."""
from two_tier_2025 import inputs
from two_tier_2025.checks import Checks
from two_tier_2025.steps import Year

__all__ = ["Checks", "Year", "begin"]


def begin(service):
    units = inputs.units()
    return Year(service, units, inputs.batches(units))
