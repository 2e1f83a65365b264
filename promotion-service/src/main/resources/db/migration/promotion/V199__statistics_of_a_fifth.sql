-- Autovacuum looks at as many rows of a table as the column asks for that asks for most: 30,000 by default, five times as many as an end of a
-- run (io.manymodels.work.engine.StatisticsRepository) needs to plan by. Twice a night, that was a quarter of what PostgreSQL did in a promotion.
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT format('ALTER TABLE %s %s', a.attrelid::regclass, string_agg(format('ALTER %I SET STATISTICS 20', a.attname), ', '))
        FROM pg_attribute a
        WHERE a.attrelid IN ('production.model_version'::regclass, 'production.verdict'::regclass, 'production.release_entry'::regclass)
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget IS NULL
        GROUP BY a.attrelid
    LOOP
        EXECUTE statement;
    END LOOP;
END $$;
