-- Pages are found by row_id; new tables get this index when they are complete.
DO $$
DECLARE published text;
BEGIN
    FOR published IN SELECT table_name FROM scoring WHERE published_at IS NOT NULL AND dropped_at IS NULL LOOP
        EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON %I (row_id)', published || '_row', published);
    END LOOP;
END $$;
