CREATE TYPE "public"."search_part" AS ENUM('message', 'head', 'staff');--> statement-breakpoint
CREATE SEQUENCE "public"."search_rows_n_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "search_rows" (
	"n" bigint PRIMARY KEY NOT NULL,
	"ticket_id" uuid NOT NULL,
	"message_id" uuid,
	"part" "search_part" NOT NULL,
	"is_public" boolean NOT NULL,
	"vector" "tsvector" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "search_rows_by_message" UNIQUE("message_id")
);
--> statement-breakpoint
DROP INDEX "messages_words_search_idx";--> statement-breakpoint
DROP INDEX "tickets_title_search_idx";--> statement-breakpoint
ALTER TABLE "search_rows" ADD CONSTRAINT "search_rows_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_rows" ADD CONSTRAINT "search_rows_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "search_rows_by_part" ON "search_rows" USING btree ("ticket_id","part") WHERE message_id is null;--> statement-breakpoint
CREATE INDEX "search_rows_by_ticket_idx" ON "search_rows" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "search_rows_vector_idx" ON "search_rows" USING gin ("vector") WITH (fastupdate=true,gin_pending_list_limit=256);--> statement-breakpoint
INSERT INTO "settings" ("key", "value") SELECT 'searchBackfill', '{}' WHERE EXISTS (SELECT FROM "messages");
