"""What changes from one country to the next, as data: code lists, policies, telephone numbers, routes."""
