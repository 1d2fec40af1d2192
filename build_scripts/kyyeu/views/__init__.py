"""Turns the published records into page data (frozen dataclasses) that is sorted, counted and put into words.

Views make no HTML, read and write no files, and do not use the system clock.
"""
