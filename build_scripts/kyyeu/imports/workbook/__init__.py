"""Turns an Excel workbook that a unit has filled in into the unit's records; reports problems by cell."""
