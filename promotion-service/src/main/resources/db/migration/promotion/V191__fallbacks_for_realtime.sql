-- A key that a release has never seen is answered by the release's group, family or baseline model.
GRANT SELECT ON production.fallback TO realtime;
