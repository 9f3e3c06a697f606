"""What customers will buy, whether they are still there, what that is worth: one model a file, its paper cited."""
