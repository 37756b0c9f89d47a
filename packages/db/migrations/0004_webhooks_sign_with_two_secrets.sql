ALTER TABLE "webhooks" ADD COLUMN "old_secret_encrypted" "bytea";--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "old_secret_until" timestamp (3) with time zone;