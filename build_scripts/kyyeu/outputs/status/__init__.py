"""Reports to the education department (Sở) how complete the records of each school and office are.

The report is a text, JSON, workbook or HTML page, and is never published.
"""
