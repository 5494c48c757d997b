"""Taking it along: JSON, CSV, iCalendar and the page for a clinician."""
