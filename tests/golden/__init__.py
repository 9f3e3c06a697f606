"""What every page says of the sample company, in full precision: a change of form cannot change a figure unseen."""
