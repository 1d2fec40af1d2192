"""Imports a unit's summary report from Word into the sections of the cycle's report outline (đề cương).

The Word file is converted to HTML, then to blocks such as paragraphs and tables. These are sorted into
sections and written as Markdown.
"""
