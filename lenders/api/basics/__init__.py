"""What every API endpoint leans on: tokens, scopes, records, pages, problems, limits and the OpenAPI description."""
