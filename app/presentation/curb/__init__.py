"""The tablet in the car park: who waits in a car, one visit in one pair of hands, bags proved by their labels."""
