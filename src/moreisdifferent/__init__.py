"""More Is Different: is deep learning just statistics? An executable course.

The package has five floors and imports point downwards only:
``display → evaluation → training → models → datasets``.
"""

__version__ = "0.1.0"
