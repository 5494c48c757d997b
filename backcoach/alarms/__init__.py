"""The ways to be noticed, each a `Channel`, and `Alarms`, which gives an alarm to all of them."""
