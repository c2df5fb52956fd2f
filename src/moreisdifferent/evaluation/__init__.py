"""Evidence and its intervals: what is measured, and how sure we are."""
