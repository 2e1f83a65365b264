-- Begun by the release as well, this index was taken for lookups by release and key where the planner knew nothing of a release yet, and all
-- entries of the release were read for each key. By the model first it serves what it is for, and no other.
CREATE INDEX release_entry_of_model ON production.release_entry (model_version_id, release_id);
DROP INDEX production.release_entry_model;
