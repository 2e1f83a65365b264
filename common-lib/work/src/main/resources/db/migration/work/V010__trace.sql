-- Whose trace a run belongs to, so that whoever works on it goes on with that.
ALTER TABLE run ADD COLUMN trace text;
COMMENT ON COLUMN run.trace IS 'traceparent (W3C Trace Context) of who submitted the run';
