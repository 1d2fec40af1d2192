"""The publishing gate: decides which records and fields each channel (site, print, open data) may show.

It withholds people without consent. Views and outputs get no other data than what the gate lets through.
"""
