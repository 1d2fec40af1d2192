"""The publishing gate: decides which records and fields a channel may show.

The stages after the gate get no other data.
"""
