CREATE VIEW reporting.releases AS
SELECT r.family, r.number, c.release_id IS NOT NULL AS is_current, r.run_id, r.training_run AS training_run_id,
       r.snapshot_id AS snapshot, r.family_version, r.created_by, r.created_at
FROM production.release r
LEFT JOIN production.current_release c ON c.family = r.family AND c.release_id = r.id;

COMMENT ON VIEW reporting.releases IS 'Published releases: each assigns a production model version to every key of a family';
COMMENT ON COLUMN reporting.releases.family IS 'Family';
COMMENT ON COLUMN reporting.releases.number IS 'Number of the release within its family, from 1';
COMMENT ON COLUMN reporting.releases.is_current IS 'Whether readers follow this release now';
COMMENT ON COLUMN reporting.releases.run_id IS 'Promotion run that made it';
COMMENT ON COLUMN reporting.releases.training_run_id IS 'Training run whose candidates were judged';
COMMENT ON COLUMN reporting.releases.snapshot IS 'Snapshot whose keys it covers';
COMMENT ON COLUMN reporting.releases.family_version IS 'Version of the family spec that was in force';
COMMENT ON COLUMN reporting.releases.created_by IS 'Who published it: the approver, or who started the promotion';
COMMENT ON COLUMN reporting.releases.created_at IS 'When it was published';

CREATE VIEW reporting.release_entries AS
SELECT r.family, r.number AS release, c.release_id IS NOT NULL AS is_current, e.key, e.tags, e.rung,
       e.model_version_id AS model_version, m.algorithm, m.metrics
FROM production.release r
JOIN production.release_entry e ON e.release_id = r.id
JOIN production.model_version m ON m.id = e.model_version_id
LEFT JOIN production.current_release c ON c.family = r.family AND c.release_id = r.id;

COMMENT ON VIEW reporting.release_entries IS 'Which model version answers for a key in a release';
COMMENT ON COLUMN reporting.release_entries.family IS 'Family';
COMMENT ON COLUMN reporting.release_entries.release IS 'Number of the release within its family';
COMMENT ON COLUMN reporting.release_entries.is_current IS 'Whether readers follow this release now';
COMMENT ON COLUMN reporting.release_entries.key IS 'Key of the partition, as a JSON object of its key columns';
COMMENT ON COLUMN reporting.release_entries.tags IS 'Key columns and other values that are constant for the key';
COMMENT ON COLUMN reporting.release_entries.rung IS 'Step of the fallback ladder: own, previous, group, family or baseline';
COMMENT ON COLUMN reporting.release_entries.model_version IS 'Production model version';
COMMENT ON COLUMN reporting.release_entries.algorithm IS 'Algorithm of the model';
COMMENT ON COLUMN reporting.release_entries.metrics IS 'Backtest metrics of the model, by name';

CREATE VIEW reporting.model_versions AS
SELECT m.id, m.family, m.scope, m.scope_key AS key, m.version, m.algorithm, m.tags, m.metrics, m.provenance,
       m.source_version AS candidate, m.source_run AS training_run_id, m.body_sha256 AS sha256, m.body_length AS bytes,
       m.created_by, m.created_at
FROM production.model_version m;

COMMENT ON VIEW reporting.model_versions IS 'Models in production, of all releases';
COMMENT ON COLUMN reporting.model_versions.id IS 'Number of the production model version, unique over all families';
COMMENT ON COLUMN reporting.model_versions.family IS 'Family';
COMMENT ON COLUMN reporting.model_versions.scope IS 'Whom the model answers for: own (one key), group, family, or the baseline';
COMMENT ON COLUMN reporting.model_versions.key IS 'Key or group as a JSON object; {} for family and baseline';
COMMENT ON COLUMN reporting.model_versions.version IS 'Counts the promotions of this scope and key, from 1';
COMMENT ON COLUMN reporting.model_versions.algorithm IS 'Algorithm of the model';
COMMENT ON COLUMN reporting.model_versions.tags IS 'Tags by which the model is found';
COMMENT ON COLUMN reporting.model_versions.metrics IS 'Backtest metrics, by name';
COMMENT ON COLUMN reporting.model_versions.provenance IS 'Data, trainer, seed, time and software versions';
COMMENT ON COLUMN reporting.model_versions.candidate IS 'The candidate it was copied from';
COMMENT ON COLUMN reporting.model_versions.training_run_id IS 'Training run that made it';
COMMENT ON COLUMN reporting.model_versions.sha256 IS 'SHA-256 of the model''s bytes, hex';
COMMENT ON COLUMN reporting.model_versions.bytes IS 'Bytes of the model, without the header that it shares';
COMMENT ON COLUMN reporting.model_versions.created_by IS 'Who started the promotion';
COMMENT ON COLUMN reporting.model_versions.created_at IS 'When it was copied to production';
