"""What is said to whom and when: reminders about deadlines and the letters of the loan's life."""
