"""A thousand papers, and everything that can go wrong between the queue and the paper."""
