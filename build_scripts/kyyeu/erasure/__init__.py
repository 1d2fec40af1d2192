"""Erases a person from a project: from records, pictures, registers, caches, prints and the git history."""
