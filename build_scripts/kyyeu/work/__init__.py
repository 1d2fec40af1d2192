"""Runs jobs and stores their results: cache, worker processes, locks, git, and swapping of folders."""
