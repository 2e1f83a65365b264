-- Ingestion compares each delivery with the one that the current release was made from.

GRANT USAGE ON SCHEMA production TO ingestion;
GRANT SELECT ON release, current_release TO ingestion;
