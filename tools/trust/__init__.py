"""The long runs that try to turn a verdict round, and their report."""
