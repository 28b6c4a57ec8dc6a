"""What every desk leans on: people, records, post and the front door."""
