"""What workloads on a running house share; needs Django set up."""
