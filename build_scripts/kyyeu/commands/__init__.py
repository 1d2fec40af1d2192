"""Defines the commands of `kyyeu`, one file each.

In each file, `add` declares the options and another function runs the command.
"""
