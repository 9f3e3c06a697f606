"""What was promised, what is realised, and whether the CRM did it."""
