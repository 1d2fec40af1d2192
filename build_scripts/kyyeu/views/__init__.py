"""Turns the published records into data for pages and booklets: sorted, counted and put into words.

This data consists of frozen dataclasses, called views. Views contain no HTML. The code that makes them reads
and writes no files, and does not use the system clock.
"""
