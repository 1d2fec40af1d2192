"""Printed works: lays out books and turns them into PDF editions, with Word and Excel files beside them."""
