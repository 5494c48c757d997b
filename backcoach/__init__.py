"""backcoach: a terminal companion for a back-spasm flare-up.

The version stands here and in `pyproject.toml`; reading it from the package's metadata costs more than the
whole start of a command, and a test holds the two together.
"""

__version__ = "0.2.0"
