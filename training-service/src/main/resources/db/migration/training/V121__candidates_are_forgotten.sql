-- Whether a pack still holds a candidate, asked when some of its candidates go.
CREATE INDEX model_version_object ON training.model_version (object);
