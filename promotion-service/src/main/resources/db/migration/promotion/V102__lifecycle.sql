-- Why a prepared release waits for an approver.
ALTER TABLE production.promotion ADD COLUMN approval_reason text;
UPDATE production.promotion SET approval_reason = 'promotion.approval of the family is manual' WHERE manual;
COMMENT ON COLUMN production.promotion.approval_reason IS 'Why the release waits for an approver; null where it does not';

-- The moves that io.manymodels.promotion.lifecycle.PromotionState knows, and no others.
CREATE FUNCTION production.check_promotion_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('deciding', 'dry-run'), ('deciding', 'awaiting-approval'), ('deciding', 'published'),
            ('awaiting-approval', 'published'), ('awaiting-approval', 'declined')) THEN
        RAISE EXCEPTION 'Promotion % cannot go from % to %', OLD.run_id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.run_id, NEW.release_id, NEW.family, NEW.family_version, NEW.training_run, NEW.snapshot_id, NEW.base_release,
            NEW.cycle, NEW.dry_run, NEW.manual, NEW.submitted_by)
            IS DISTINCT FROM (OLD.run_id, OLD.release_id, OLD.family, OLD.family_version, OLD.training_run, OLD.snapshot_id,
            OLD.base_release, OLD.cycle, OLD.dry_run, OLD.manual, OLD.submitted_by) THEN
        RAISE EXCEPTION 'What promotion % decides about is fixed', OLD.run_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promotion_move BEFORE UPDATE ON production.promotion FOR EACH ROW EXECUTE FUNCTION production.check_promotion_move();

-- Every release comes from a promotion; a rollback points to one that is there and is told by release_change.kind.
ALTER TABLE production.release DROP COLUMN kind;

ALTER TABLE production.verdict ADD COLUMN comparison jsonb;
COMMENT ON COLUMN production.verdict.comparison IS 'What candidate and champion came to on the same rows, by metric, and how that was found; null where no rule compares them';
