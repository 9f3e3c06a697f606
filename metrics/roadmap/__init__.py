"""Whether the programme is ready: its plan, what it is checked for, who is there, and renting beside buying."""
