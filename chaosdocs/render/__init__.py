"""From one stage to the next: templates and systems, layout, and the writers of every medium."""
