"""The widgets: each shows one thing, and asks by a message; none knows the coach or a clock."""
