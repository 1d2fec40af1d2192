"""Draws portraits of the invented people of the demonstration site, and makes the README's screenshots."""
