"""How ready the units are, for the Sở's own eyes: text, JSON, a workbook, a page."""
