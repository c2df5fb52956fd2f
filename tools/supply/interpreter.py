"""Say whether this Python can carry the course: ``python tools/supply/interpreter.py MODULE``.

Runs before anything is installed, under whatever Python there is, old ones too: so no f-strings
and nothing imported from the course. Exit 0 if the version is right and MODULE can be imported
(``ensurepip`` to make an environment, ``pip`` to use one); else 1, with what to do on stderr.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 13)
WANTED = "Python 3.11, 3.12 or 3.13"


def problem(version, module, platform=sys.platform):
    """Return what is wrong with a Python of this version, or an empty text."""
    name = "Python " + ".".join(str(part) for part in version[:3])
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        return "%s at %s; the course needs %s" % (name, sys.executable, WANTED)  # noqa: UP031
    if platform == "win32":
        return "make needs Linux, macOS or WSL; README.md says what to type on Windows itself"
    try:
        __import__(module)
    except ImportError:
        remedy = "on Debian and Ubuntu: apt install python%d.%d-venv" % tuple(version[:2])  # noqa: UP031
        return "%s at %s has no %s; %s" % (name, sys.executable, module, remedy)  # noqa: UP031
    return ""


if __name__ == "__main__":
    found = problem(sys.version_info, sys.argv[1])
    sys.stderr.write(found + "\n" * bool(found))
    sys.exit(1 if found else 0)
