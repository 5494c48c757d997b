"""The coach on the screen."""
