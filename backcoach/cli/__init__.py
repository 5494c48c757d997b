"""The words of the command line, and the only place that wires the parts together."""
