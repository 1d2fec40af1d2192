"""Turns a filled-in Excel workbook into the records of a unit; problems are reported at their cells."""
