"""Writes what readers and editors get: site, booklets, open data, workbooks, web editor and reports."""
