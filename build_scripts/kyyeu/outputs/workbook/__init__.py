"""Writes a unit's records into an Excel workbook that the unit (such as a school) can edit and send back.

The module sheets.py lists the workbook's sheets and columns.
"""
