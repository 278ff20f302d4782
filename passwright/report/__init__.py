"""What people read: tables and summaries. Knows results, not how they came about."""
