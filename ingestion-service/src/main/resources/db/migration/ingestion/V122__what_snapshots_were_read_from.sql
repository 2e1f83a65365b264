-- docs/adr/0025-files-that-did-not-change-are-not-read-again.md; null for ingestions of before.
ALTER TABLE ingestion ADD COLUMN reading jsonb;
COMMENT ON COLUMN ingestion.reading IS 'Files of the source, how many were read, and from which snapshot the rows of the others were taken';
ALTER TABLE ingestion ADD COLUMN source jsonb;
COMMENT ON COLUMN ingestion.source IS 'The files, and hashes of how they were read, where a later ingestion may take rows from the snapshot';
