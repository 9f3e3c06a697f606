"""What people answered: checked cell by cell, kept with author and time."""
