"""The people who work with customers: training, use of the system, time, and who leaves."""
