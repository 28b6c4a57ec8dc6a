"""The API over loans, their lines and condition reports, and the one thing it writes: a lender's decision."""
