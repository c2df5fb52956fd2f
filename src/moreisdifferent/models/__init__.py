"""Every model that is compared, one idea a file."""
