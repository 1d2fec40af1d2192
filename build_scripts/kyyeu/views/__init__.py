"""Turns the published records into page data, as frozen dataclasses: sorted, counted and put into words.

Views make no HTML, read and write no files, and do not ask what time it is.
"""
