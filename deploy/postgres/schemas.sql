-- Schemas of the platform, inside database "manymodels" and after roles.sql. Run as superuser, any number of times.
-- Tables, and the grants on them, are Flyway migrations of the schema's owner.
SET client_min_messages = warning;

REVOKE ALL ON DATABASE manymodels FROM PUBLIC;
GRANT CONNECT ON DATABASE manymodels TO services, reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS catalog AUTHORIZATION ingestion;
CREATE SCHEMA IF NOT EXISTS training AUTHORIZATION training;
CREATE SCHEMA IF NOT EXISTS production AUTHORIZATION promotion;
CREATE SCHEMA IF NOT EXISTS predictions AUTHORIZATION scoring;
CREATE SCHEMA IF NOT EXISTS realtime AUTHORIZATION realtime;
CREATE SCHEMA IF NOT EXISTS reporting;

ALTER ROLE ingestion IN DATABASE manymodels SET search_path = catalog;
ALTER ROLE training IN DATABASE manymodels SET search_path = training;
ALTER ROLE promotion IN DATABASE manymodels SET search_path = production;
ALTER ROLE scoring IN DATABASE manymodels SET search_path = predictions;
ALTER ROLE realtime IN DATABASE manymodels SET search_path = realtime;
ALTER ROLE reader IN DATABASE manymodels SET search_path = reporting;

-- Bounds on what a login may do to others. Long statements of services are bulk writes and reads of a whole release. A worker
-- that stops in the middle of its commit holds locks that every other worker waits for: not longer than they wait for a lock.
-- PostgreSQL itself ends those that stop between two statements; io.manymodels.work.engine.SilentClients those within one.
DO $$
DECLARE
  login text;
BEGIN
  FOREACH login IN ARRAY ARRAY['ingestion', 'training', 'promotion', 'scoring'] LOOP
    EXECUTE format('ALTER ROLE %I IN DATABASE manymodels SET statement_timeout = %L', login, '10min');
    EXECUTE format('ALTER ROLE %I IN DATABASE manymodels SET lock_timeout = %L', login, '1min');
    EXECUTE format('ALTER ROLE %I IN DATABASE manymodels SET idle_in_transaction_session_timeout = %L', login, '1min');
  END LOOP;
END
$$;
ALTER ROLE realtime IN DATABASE manymodels SET statement_timeout = '1min';
ALTER ROLE realtime IN DATABASE manymodels SET lock_timeout = '10s';
ALTER ROLE realtime IN DATABASE manymodels SET idle_in_transaction_session_timeout = '1min';
ALTER ROLE reader IN DATABASE manymodels SET statement_timeout = '10min';
ALTER ROLE reader IN DATABASE manymodels SET lock_timeout = '10s';
ALTER ROLE reader IN DATABASE manymodels SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE reader IN DATABASE manymodels SET temp_file_limit = '4GB';

-- Nobody here needs large objects, and whoever may make them can fill the disk.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

-- "reporting" belongs to no service: each makes its own views there, and nothing else. The reader may select all of them.
ALTER SCHEMA reporting OWNER TO CURRENT_USER;
REVOKE ALL ON SCHEMA reporting FROM services, scoring;
GRANT USAGE ON SCHEMA reporting TO services, reader;
GRANT CREATE ON SCHEMA reporting TO ingestion, training, promotion, scoring;
ALTER DEFAULT PRIVILEGES FOR ROLE ingestion, training, promotion, scoring, realtime IN SCHEMA reporting
  GRANT SELECT ON TABLES TO reader;

CREATE SCHEMA IF NOT EXISTS guard;
CREATE OR REPLACE FUNCTION guard.reporting() RETURNS event_trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  own text := CASE current_user
    WHEN 'ingestion' THEN '^partitions$'
    WHEN 'training' THEN '_(backtests|errors)$'
    WHEN 'promotion' THEN '^(releases|release_entries|model_versions)$'
    WHEN 'scoring' THEN '^(runs|run_partitions|costs)$|_(predictions|actuals|keys|dates|groups|leaderboard|importance)$'
  END;
  made record;
BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    RETURN;
  END IF;
  FOR made IN
    SELECT command.object_identity, relation.relname, relation.relkind
    FROM pg_event_trigger_ddl_commands() command
    LEFT JOIN pg_class relation ON command.classid = 'pg_class'::regclass AND relation.oid = command.objid
    WHERE command.schema_name = 'reporting' AND command.command_tag NOT IN ('COMMENT', 'GRANT', 'REVOKE')
  LOOP
    IF made.relkind IS DISTINCT FROM 'v' OR made.relname !~ own IS NOT FALSE THEN
      RAISE EXCEPTION 'Role [%] may not make [%] in schema reporting. Maybe the grants of deploy/postgres/schemas.sql lack it',
        current_user, made.object_identity USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
END
$$;
DROP EVENT TRIGGER IF EXISTS guard_reporting;
CREATE EVENT TRIGGER guard_reporting ON ddl_command_end EXECUTE FUNCTION guard.reporting();
