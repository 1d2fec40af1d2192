"""Writes a unit's records into an Excel workbook; `sheets.py` says which sheets and columns it has."""
