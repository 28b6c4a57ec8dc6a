"""What may be done with lenders and their objects: one function for each thing people do."""
