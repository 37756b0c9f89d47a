DROP INDEX "outbound_mails_due_idx";--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "send_failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "send_paused_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD COLUMN "first_tried_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "outbound_mails_in_hand_idx" ON "outbound_mails" USING btree ("mailbox_id") WHERE leased_until is not null or status = 'unknown';--> statement-breakpoint
CREATE INDEX "outbound_mails_due_idx" ON "outbound_mails" USING btree ("mailbox_id",("purpose" <> 'reply'),"next_attempt_at","id") WHERE next_attempt_at is not null;