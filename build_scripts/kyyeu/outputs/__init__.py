"""Writes what readers get: the site, booklets, exports, office files, the editor, workbooks and reports."""
