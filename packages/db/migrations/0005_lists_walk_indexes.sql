DROP INDEX "tickets_open_waiting_idx";--> statement-breakpoint
DROP INDEX "tickets_open_by_queue_idx";--> statement-breakpoint
DROP INDEX "tickets_open_by_assignee_idx";--> statement-breakpoint
DROP INDEX "tickets_by_priority_idx";--> statement-breakpoint
DROP INDEX "tickets_waiting_idx";--> statement-breakpoint
DROP INDEX "tickets_by_created_idx";--> statement-breakpoint
DROP INDEX "tickets_by_updated_idx";--> statement-breakpoint
CREATE INDEX "tickets_resolved_at_idx" ON "tickets" USING btree ("resolved_at") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "tickets_closed_at_idx" ON "tickets" USING btree ("closed_at") WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX "tickets_in_queue_by_waiting_idx" ON "tickets" USING btree ("queue_id","status",coalesce("waiting_since", 'infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "tickets_in_queue_by_created_idx" ON "tickets" USING btree ("queue_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "tickets_in_queue_by_updated_idx" ON "tickets" USING btree ("queue_id","status","updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_in_queue_by_priority_idx" ON "tickets" USING btree ("queue_id","status","priority","id");--> statement-breakpoint
CREATE INDEX "tickets_open_by_waiting_idx" ON "tickets" USING btree ("queue_id",coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open') and snoozed_until is null;--> statement-breakpoint
CREATE INDEX "tickets_open_by_created_idx" ON "tickets" USING btree ("queue_id","created_at","id") WHERE status in ('new', 'open') and snoozed_until is null;--> statement-breakpoint
CREATE INDEX "tickets_open_by_updated_idx" ON "tickets" USING btree ("queue_id","updated_at","id") WHERE status in ('new', 'open') and snoozed_until is null;--> statement-breakpoint
CREATE INDEX "tickets_open_by_priority_idx" ON "tickets" USING btree ("queue_id","priority","id") WHERE status in ('new', 'open') and snoozed_until is null;--> statement-breakpoint
CREATE INDEX "tickets_untaken_by_waiting_idx" ON "tickets" USING btree ("queue_id",coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open') and snoozed_until is null and assignee_id is null;--> statement-breakpoint
CREATE INDEX "tickets_untaken_by_created_idx" ON "tickets" USING btree ("queue_id","created_at","id") WHERE status in ('new', 'open') and snoozed_until is null and assignee_id is null;--> statement-breakpoint
CREATE INDEX "tickets_untaken_by_updated_idx" ON "tickets" USING btree ("queue_id","updated_at","id") WHERE status in ('new', 'open') and snoozed_until is null and assignee_id is null;--> statement-breakpoint
CREATE INDEX "tickets_untaken_by_priority_idx" ON "tickets" USING btree ("queue_id","priority","id") WHERE status in ('new', 'open') and snoozed_until is null and assignee_id is null;--> statement-breakpoint
CREATE INDEX "tickets_by_assignee_idx" ON "tickets" USING btree ("assignee_id","status","queue_id") WHERE assignee_id is not null;--> statement-breakpoint
CREATE INDEX "tickets_waiting_idx" ON "tickets" USING btree ("waiting_since") WHERE waiting_since is not null;--> statement-breakpoint
CREATE INDEX "tickets_by_created_idx" ON "tickets" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "tickets_by_updated_idx" ON "tickets" USING btree ("updated_at");