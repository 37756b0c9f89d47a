DROP INDEX "tickets_by_created_idx";--> statement-breakpoint
DROP INDEX "tickets_resolved_at_idx";--> statement-breakpoint
CREATE INDEX "tickets_by_created_idx" ON "tickets" USING btree ("created_at","queue_id","assignee_id");--> statement-breakpoint
CREATE INDEX "tickets_resolved_at_idx" ON "tickets" USING btree ("resolved_at","queue_id","assignee_id") WHERE resolved_at is not null;