"""Defines the commands of `kyyeu`, one file each.

In each file, `COMMAND` declares the name, the help text and the options of the command that a function runs.
"""
