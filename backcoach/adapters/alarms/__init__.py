"""The ways to be noticed, each behind the AlarmChannel port, and `group.Alarms`, which gives an alarm to all."""
