"""Tells the Sở how ready the units are, as text, JSON, a workbook or a page; nothing of it is published."""
