"""The CRM programme month by month: benefits, costs, statement, cost of ownership, what moved its value."""
