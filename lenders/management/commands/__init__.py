"""Commands about lenders: tokens, imports."""
