"""What happens to loans. Each service is one transaction: lock, re-read, ask the rules, save, record the event."""
