"""A unit's records ↔ an Excel workbook: `sheets.py` says which sheets and columns, `write.py` fills them, the others read them back."""
