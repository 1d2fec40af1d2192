"""Imports a summary report written in Word into the sections of the cycle's outline.

The file becomes HTML, then blocks, which are sorted into sections and written as Markdown.
"""
