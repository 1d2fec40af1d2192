"""Runs jobs and stores their results, with a cache, worker processes, git, and swapping of folders."""
