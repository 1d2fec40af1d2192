"""A unit's records → its Excel workbook; `sheets.py` says which sheets and columns.

`imports/workbook/` reads it back.
"""
