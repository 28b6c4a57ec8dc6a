"""The numbers the rules work by, as data: per jurisdiction, versioned, with their source."""
