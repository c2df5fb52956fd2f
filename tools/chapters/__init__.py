"""Running, renewing and beginning chapters."""
