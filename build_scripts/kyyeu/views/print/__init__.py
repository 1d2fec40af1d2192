"""Turns published records into the data of printed works.

A work is a Book, which is a sequence of parts in reading order.
"""
