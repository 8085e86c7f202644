"""Customer relations and marketing tools that receive shop events, with consent respected."""
