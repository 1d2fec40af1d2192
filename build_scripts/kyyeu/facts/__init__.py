"""Answers questions about records that several stages ask, such as consent, valid awards and citations."""
