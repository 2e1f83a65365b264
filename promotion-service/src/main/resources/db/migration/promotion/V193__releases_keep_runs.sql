-- Training keeps the runs that kept releases were made from, however old those are.
GRANT USAGE ON SCHEMA production TO training;
GRANT SELECT ON production.release, production.current_release TO training;
