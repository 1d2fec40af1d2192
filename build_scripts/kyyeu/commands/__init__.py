"""The commands of `kyyeu`, one file each: `add` declares its options, another function runs it and prints."""
