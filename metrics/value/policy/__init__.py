"""What ifs of policy: whom to let go, whom to serve better, where to spend, and what the programme has added."""
