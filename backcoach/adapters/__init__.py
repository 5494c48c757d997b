"""Where the parts meet the system: clocks, disk, scheduler, alarm channels."""
