"""Draws the pictures of the demonstration site: portraits of its invented people, README's screenshots."""
