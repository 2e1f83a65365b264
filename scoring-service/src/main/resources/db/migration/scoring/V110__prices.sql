-- The price list of the configuration (manymodels.cost), for the view reporting.costs.
CREATE TABLE price (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    currency text NOT NULL,
    cpu_hour double precision NOT NULL,
    gb_month double precision NOT NULL,
    gb_written double precision NOT NULL
);
COMMENT ON TABLE price IS 'What things cost, as this service was told when it started last';
