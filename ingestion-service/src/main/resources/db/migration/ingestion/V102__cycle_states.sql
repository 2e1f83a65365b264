-- What CycleState and StepState say, held by the tables too: an end is final, and nothing goes back.

CREATE FUNCTION cycle_state_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND OLD.state <> 'running' THEN
        RAISE EXCEPTION 'Cycle % has ended as % and cannot become %', OLD.id, OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cycle_state_follows BEFORE UPDATE OF state ON cycle
    FOR EACH ROW EXECUTE FUNCTION cycle_state_follows();

CREATE FUNCTION cycle_step_state_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state
       AND NOT (OLD.state = 'waiting' OR OLD.state = 'running' AND NEW.state <> 'waiting') THEN
        RAISE EXCEPTION 'Step % of cycle % is % and cannot become %', OLD.kind, OLD.cycle_id, OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cycle_step_state_follows BEFORE UPDATE OF state ON cycle_step
    FOR EACH ROW EXECUTE FUNCTION cycle_step_state_follows();

-- An ended cycle says when it ended; a running one does not.
ALTER TABLE cycle ADD CONSTRAINT cycle_end_is_timed CHECK ((state = 'running') = (finished_at IS NULL)) NOT VALID;
