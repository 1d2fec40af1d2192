"""Turns files that schools send (Excel workbooks, Word reports, photos) into records or problems."""
