-- Roles belong to the cluster and are there already (`shoumi db roles`); here they only get their rights in this database.
GRANT USAGE ON SCHEMA public TO shoumi_app, shoumi_sequencer, shoumi_auditor;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shoumi_app;
--> statement-breakpoint
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO shoumi_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shoumi_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO shoumi_app;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO shoumi_auditor;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO shoumi_auditor;
--> statement-breakpoint
-- The log: what is written stays. Private parts may be erased (that erases a person, not the event) and sealed again.
REVOKE UPDATE, DELETE ON event, log_leaf, log_node, log_checkpoint, log_anchor FROM shoumi_app;
--> statement-breakpoint
REVOKE INSERT ON log_leaf, log_node, log_checkpoint FROM shoumi_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON log_pending FROM shoumi_app;
--> statement-breakpoint
GRANT SELECT ON event, log_leaf, log_node, log_checkpoint, log_pending TO shoumi_sequencer;
--> statement-breakpoint
GRANT INSERT ON log_leaf, log_node, log_checkpoint TO shoumi_sequencer;
--> statement-breakpoint
GRANT DELETE ON log_pending TO shoumi_sequencer;
--> statement-breakpoint
-- Events written before there was a tree get their leaves now.
INSERT INTO log_pending (event_id) SELECT id FROM event ORDER BY at, command_id, ordinal;
