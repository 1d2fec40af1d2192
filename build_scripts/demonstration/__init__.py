"""Draws the pictures of the demonstration: portraits of invented people, and the README's screenshots."""
