"""What goes out and comes in: JSON, CSV, iCalendar, the page for a clinician; each in and out in one file."""
