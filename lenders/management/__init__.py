"""Commands about lenders."""
