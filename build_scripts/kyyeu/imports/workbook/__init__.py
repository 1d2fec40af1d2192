"""Turns a filled-in Excel workbook into the records of a unit, or into problems, each at its cell."""
