"""Pure values and rules: no clock, no disk, no screen; `now` is always an argument."""
