-- By default autovacuum waits for a fifth of a table. A list counts and pages by indexes alone, for which the pages have to be
-- marked as visible to all; and after a fifth of a million tickets the planner knows little of the newest.
DO $$
DECLARE hot text;
BEGIN
  FOREACH hot IN ARRAY ARRAY['tickets', 'messages', 'events', 'search_rows', 'inbound_mails', 'outbound_mails', 'outbound_recipients'] LOOP
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)', hot);
  END LOOP;
END $$;
