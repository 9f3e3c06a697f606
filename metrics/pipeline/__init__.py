"""Sales: how deals come out, how long they take, and whether the number will be made."""
