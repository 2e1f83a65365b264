-- What groups of keys are forecast to sum up to by themselves, for scoring to make the keys' forecasts agree with.
CREATE TABLE training.group_forecast (
    run_id       uuid               NOT NULL REFERENCES training.run ON DELETE CASCADE,
    path         jsonb              NOT NULL,
    snapshot_id  text               NOT NULL,
    counted_from bigint             NOT NULL,
    forecasts    double precision[] NOT NULL,
    spreads      double precision[] NOT NULL,
    errors       double precision[] NOT NULL,
    PRIMARY KEY (run_id, path)
);
COMMENT ON TABLE training.group_forecast IS 'Forecasts of groups of keys that a training run made, where the spec reconciles by mint';
COMMENT ON COLUMN training.group_forecast.path IS 'Values of the columns that tell the group, as texts; [] for all keys';
COMMENT ON COLUMN training.group_forecast.counted_from IS 'Time ordinal after which the gap and the horizon follow';
COMMENT ON COLUMN training.group_forecast.forecasts IS 'One a step of the horizon';
COMMENT ON COLUMN training.group_forecast.spreads IS 'How much wider errors are expected at each of these steps than one step ahead';
COMMENT ON COLUMN training.group_forecast.errors IS 'One step ahead, in the past of the group, the last one last';
GRANT SELECT ON training.group_forecast TO scoring;
