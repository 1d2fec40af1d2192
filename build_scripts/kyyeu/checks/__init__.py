"""Rules over a whole Library: each a small pure function in a file by subject, registered once."""
