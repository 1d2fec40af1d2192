"""Kỷ yếu: text in git → typed records → what may be published → views → site and booklets."""
