"""Turns the files that schools send (Excel workbooks, Word reports, photos) into records, or into problems with their places."""
