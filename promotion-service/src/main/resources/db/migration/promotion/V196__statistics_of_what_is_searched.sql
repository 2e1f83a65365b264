-- Nothing is found by these columns, and statistics of a hundred thousand JSON objects take a second of each run's end.
ALTER TABLE production.model_version ALTER metrics SET STATISTICS 0, ALTER provenance SET STATISTICS 0,
    ALTER header_sha256 SET STATISTICS 0, ALTER body_sha256 SET STATISTICS 0, ALTER fingerprint SET STATISTICS 0;
ALTER TABLE production.verdict ALTER metrics SET STATISTICS 0, ALTER reasons SET STATISTICS 0, ALTER comparison SET STATISTICS 0;
