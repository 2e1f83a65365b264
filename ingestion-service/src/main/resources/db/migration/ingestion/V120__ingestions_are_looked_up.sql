-- Facts are hints: training looks up which snapshot the ingestion of a cycle came to, and that it succeeded.
GRANT SELECT ON run TO training;
