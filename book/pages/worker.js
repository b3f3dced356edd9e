// The entry.
