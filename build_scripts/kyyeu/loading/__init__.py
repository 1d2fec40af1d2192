"""Reads a project's files: turns bytes into text, text into values with positions, values into records."""
