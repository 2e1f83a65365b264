-- Whether a pack still holds a model, and whether a promotion could still fall back on one, asked when models go.
CREATE INDEX model_version_object ON production.model_version (object);
CREATE INDEX fallback_model ON production.fallback (model_version_id);
-- Ingestion keeps the snapshot of a release that waits for an approver.
GRANT SELECT (snapshot_id) ON production.promotion TO ingestion;
