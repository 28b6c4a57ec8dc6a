"""What happens to exhibitions and their checklists."""
