"""Turns files from schools (Excel workbooks, Word reports, photos) into records; reports their problems."""
