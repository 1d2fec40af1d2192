"""Defines the commands of `kyyeu`, one file each.

In each file, `COMMAND` declares a command's name, help text and options, and the function that runs it.
"""
