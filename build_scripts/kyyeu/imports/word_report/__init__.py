"""Imports a unit's summary report from Word into the sections of the cycle's report outline (đề cương).

The Word file becomes HTML, then blocks, which are sorted into sections and written as Markdown.
"""
