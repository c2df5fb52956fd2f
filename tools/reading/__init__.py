"""The built book: building it and measuring its pages."""
