"""How quick, accessible and findable the built book is: ``python -m tools.reading.lighthouse``."""
