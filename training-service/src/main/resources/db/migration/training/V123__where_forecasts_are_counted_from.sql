-- A key that ends early is trained for the steps that it is asked for: another end of the family makes another model of the same rows.
ALTER TABLE training.model_version ADD counted_from bigint;
COMMENT ON COLUMN training.model_version.counted_from IS
    'Time ordinal from which the forecasts of its run were counted; null where each key''s are counted from its own end';
