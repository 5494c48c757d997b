"""Holds the state, asks the domain, and sends its effects to the store and the alarms."""
