-- Ingestion closes the cycle of a release that was declined.
GRANT SELECT (cycle, family, state, decided_by) ON production.promotion TO ingestion;
