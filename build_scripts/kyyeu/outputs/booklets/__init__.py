"""Printed works: lays out books, turns them into PDF editions, writes Word and Excel files beside them."""
