"""Reports to the education department (Sở) how complete each unit's records are.

The report is a text, JSON, workbook or HTML page, and is never published.
"""
