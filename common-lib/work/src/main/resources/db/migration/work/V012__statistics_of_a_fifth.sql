-- A row for each key and run: what is planned by is found in 6,000 of them, not 30,000.
ALTER TABLE run_partition ALTER run_id SET STATISTICS 20, ALTER sequence SET STATISTICS 20, ALTER key SET STATISTICS 20,
    ALTER outcome SET STATISTICS 20, ALTER reason_code SET STATISTICS 20, ALTER reason_message SET STATISTICS 20,
    ALTER attempts SET STATISTICS 20, ALTER seconds SET STATISTICS 20;
