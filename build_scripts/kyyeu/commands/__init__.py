"""The commands of `kyyeu`, one file each: `add()` says what it takes, its run function calls and prints."""
