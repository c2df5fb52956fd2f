"""Editions: what changed in each, an archive of one, how it is cited."""
