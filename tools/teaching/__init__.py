"""Assignments: student versions, grading, and the sandbox that grades run in."""
