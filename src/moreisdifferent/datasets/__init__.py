"""Every world that is learned from, one idea a file."""
