"""The API over exhibitions. Which of them a lender sees depends on loans: loans.api says it."""
