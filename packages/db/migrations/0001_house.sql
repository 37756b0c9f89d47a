CREATE TYPE "public"."token_kind" AS ENUM('verify_email', 'reset_password');--> statement-breakpoint
CREATE TYPE "public"."actor_kind" AS ENUM('user', 'system');--> statement-breakpoint
CREATE TYPE "public"."audience" AS ENUM('staff', 'customer');--> statement-breakpoint
CREATE TYPE "public"."inbound_outcome" AS ENUM('created', 'appended', 'bounce', 'auto_reply', 'loop', 'duplicate', 'rejected', 'quarantined');--> statement-breakpoint
CREATE TYPE "public"."inbound_state" AS ENUM('received', 'done', 'quarantined');--> statement-breakpoint
CREATE TYPE "public"."mail_source" AS ENUM('imap', 'smtp', 'lmtp', 'pipe');--> statement-breakpoint
CREATE TYPE "public"."message_kind" AS ENUM('public', 'note');--> statement-breakpoint
CREATE TYPE "public"."delivery_status" AS ENUM('queued', 'sent', 'caught', 'failed', 'unknown', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."outbound_purpose" AS ENUM('reply', 'acknowledgement', 'verify_email', 'account_exists', 'password_reset');--> statement-breakpoint
CREATE TYPE "public"."recipient_kind" AS ENUM('to', 'cc', 'bcc');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('admin', 'agent', 'customer');--> statement-breakpoint
CREATE TYPE "public"."channel" AS ENUM('email', 'web', 'api', 'phone');--> statement-breakpoint
CREATE TYPE "public"."link_kind" AS ENUM('follow_up', 'follows', 'suggested');--> statement-breakpoint
CREATE TYPE "public"."ticket_priority" AS ENUM('low', 'normal', 'high', 'urgent');--> statement-breakpoint
CREATE TYPE "public"."ticket_status" AS ENUM('new', 'open', 'resolved', 'closed');--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "token_kind" NOT NULL,
	"hash" text NOT NULL,
	"user_id" uuid,
	"payload" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"audience" "audience" NOT NULL,
	"ticket_id" uuid,
	"ticket_version" integer,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"cause" text[] DEFAULT '{}' NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbound_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"source" "mail_source" NOT NULL,
	"uid_validity" bigint,
	"uid" bigint,
	"rfc_message_id" text NOT NULL,
	"sha256" text NOT NULL,
	"size" integer NOT NULL,
	"blob_key" text NOT NULL,
	"envelope_from" text,
	"envelope_to" text[] DEFAULT '{}' NOT NULL,
	"state" "inbound_state" DEFAULT 'received' NOT NULL,
	"outcome" "inbound_outcome",
	"reason" text,
	"rule" text,
	"ticket_id" uuid,
	"parser_version" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"processed_at" timestamp (3) with time zone,
	CONSTRAINT "inbound_mails_by_uid" UNIQUE("mailbox_id","uid_validity","uid"),
	CONSTRAINT "inbound_mails_by_content" UNIQUE("mailbox_id","rfc_message_id","sha256"),
	CONSTRAINT "inbound_mails_outcome" CHECK (("inbound_mails"."state" = 'received') = ("inbound_mails"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" "citext" NOT NULL,
	"aliases" "citext"[] DEFAULT '{}' NOT NULL,
	"display_name" text NOT NULL,
	"queue_id" uuid NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"imap" jsonb,
	"imap_password_encrypted" "bytea",
	"smtp" jsonb,
	"smtp_password_encrypted" "bytea",
	"uid_validity" bigint,
	"last_uid" bigint DEFAULT 0 NOT NULL,
	"last_read_at" timestamp (3) with time zone,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mailboxes_name_unique" UNIQUE("name"),
	CONSTRAINT "mailboxes_address_unique" UNIQUE("address"),
	CONSTRAINT "mailboxes_last_uid" CHECK ("mailboxes"."last_uid" >= 0)
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"message_id" uuid,
	"uploader_id" uuid,
	"filename" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"blob_key" text NOT NULL,
	"content_id" text,
	"is_inline" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attachments_owned" CHECK ("attachments"."message_id" is not null or "attachments"."uploader_id" is not null),
	CONSTRAINT "attachments_size" CHECK ("attachments"."size" >= 0)
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"user_id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"kind" "message_kind" NOT NULL,
	"html" text NOT NULL,
	"to_addresses" text[] DEFAULT '{}' NOT NULL,
	"cc_addresses" text[] DEFAULT '{}' NOT NULL,
	"bcc_addresses" text[] DEFAULT '{}' NOT NULL,
	"attachment_ids" uuid[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drafts_user_id_ticket_id_pk" PRIMARY KEY("user_id","ticket_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_id" uuid NOT NULL,
	"kind" "message_kind" NOT NULL,
	"channel" "channel" NOT NULL,
	"author_id" uuid NOT NULL,
	"is_from_staff" boolean NOT NULL,
	"is_from_verified_sender" boolean DEFAULT true NOT NULL,
	"text" text NOT NULL,
	"html" text,
	"quoted_text" text,
	"quoted_html" text,
	"parser_version" integer,
	"to_addresses" text[] DEFAULT '{}' NOT NULL,
	"cc_addresses" text[] DEFAULT '{}' NOT NULL,
	"bcc_addresses" text[] DEFAULT '{}' NOT NULL,
	"rfc_message_id" text,
	"inbound_mail_id" uuid,
	"threading_rule" text,
	"threading_reason" text,
	"suggested_ticket_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_note_is_staff" CHECK ("messages"."kind" = 'public' or "messages"."is_from_staff")
);
--> statement-breakpoint
CREATE TABLE "outbound_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" "outbound_purpose" NOT NULL,
	"ticket_id" uuid,
	"message_id" uuid,
	"mailbox_id" uuid NOT NULL,
	"rfc_message_id" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"from_address" text NOT NULL,
	"subject" text NOT NULL,
	"text" text,
	"blob_key" text,
	"envelope_from" text NOT NULL,
	"is_secret" boolean DEFAULT false NOT NULL,
	"status" "delivery_status" DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "outbound_mails_rfc_message_id_unique" UNIQUE("rfc_message_id"),
	CONSTRAINT "outbound_mails_dedupe_key_unique" UNIQUE("dedupe_key"),
	CONSTRAINT "outbound_mails_next" CHECK (("outbound_mails"."status" in ('queued', 'unknown')) = ("outbound_mails"."next_attempt_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "outbound_recipients" (
	"mail_id" uuid NOT NULL,
	"address" "citext" NOT NULL,
	"kind" "recipient_kind" NOT NULL,
	"status" "delivery_status" DEFAULT 'queued' NOT NULL,
	"response" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outbound_recipients_mail_id_address_pk" PRIMARY KEY("mail_id","address")
);
--> statement-breakpoint
CREATE TABLE "organisation_domains" (
	"domain" "citext" PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" "citext" NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organisations_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "queue_members" (
	"queue_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "queue_members_user_id_queue_id_pk" PRIMARY KEY("user_id","queue_id"),
	CONSTRAINT "queue_members_by_queue" UNIQUE("queue_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" "citext" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "queues_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" "citext" NOT NULL,
	"role" "role" NOT NULL,
	"password_hash" text,
	"organisation_id" uuid,
	"email_verified_at" timestamp (3) with time zone,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" "citext" NOT NULL,
	CONSTRAINT "tags_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "ticket_links" (
	"ticket_id" uuid NOT NULL,
	"linked_ticket_id" uuid NOT NULL,
	"kind" "link_kind" NOT NULL,
	CONSTRAINT "ticket_links_ticket_id_linked_ticket_id_kind_pk" PRIMARY KEY("ticket_id","linked_ticket_id","kind"),
	CONSTRAINT "ticket_links_not_itself" CHECK ("ticket_links"."ticket_id" <> "ticket_links"."linked_ticket_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_participants" (
	"ticket_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "ticket_participants_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_reads" (
	"user_id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ticket_reads_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_tags" (
	"ticket_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	CONSTRAINT "ticket_tags_ticket_id_tag_id_pk" PRIMARY KEY("ticket_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "tickets_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1001 CACHE 1),
	"title" text NOT NULL,
	"status" "ticket_status" DEFAULT 'new' NOT NULL,
	"priority" "ticket_priority" DEFAULT 'normal' NOT NULL,
	"channel" "channel" NOT NULL,
	"queue_id" uuid NOT NULL,
	"assignee_id" uuid,
	"customer_id" uuid NOT NULL,
	"organisation_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"waiting_since" timestamp (3) with time zone,
	"last_customer_message_at" timestamp (3) with time zone,
	"last_message_at" timestamp (3) with time zone,
	"last_message_preview" text,
	"last_message_author_id" uuid,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "tickets_number_unique" UNIQUE("number"),
	CONSTRAINT "tickets_resolved_at" CHECK (("tickets"."status" <> 'resolved') or "tickets"."resolved_at" is not null),
	CONSTRAINT "tickets_closed_at" CHECK (("tickets"."status" = 'closed') = ("tickets"."closed_at" is not null)),
	CONSTRAINT "tickets_title" CHECK (length("tickets"."title") between 1 and 250)
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"q" text NOT NULL,
	"filter" jsonb NOT NULL,
	"sort" text NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_uploader_id_users_id_fk" FOREIGN KEY ("uploader_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_inbound_mail_id_inbound_mails_id_fk" FOREIGN KEY ("inbound_mail_id") REFERENCES "public"."inbound_mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_suggested_ticket_id_tickets_id_fk" FOREIGN KEY ("suggested_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD CONSTRAINT "outbound_mails_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD CONSTRAINT "outbound_mails_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_mails" ADD CONSTRAINT "outbound_mails_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_recipients" ADD CONSTRAINT "outbound_recipients_mail_id_outbound_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."outbound_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_domains" ADD CONSTRAINT "organisation_domains_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_linked_ticket_id_tickets_id_fk" FOREIGN KEY ("linked_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_participants" ADD CONSTRAINT "ticket_participants_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_participants" ADD CONSTRAINT "ticket_participants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_tags" ADD CONSTRAINT "ticket_tags_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_tags" ADD CONSTRAINT "ticket_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_last_message_author_id_users_id_fk" FOREIGN KEY ("last_message_author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_by_user_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "tokens_by_user_idx" ON "tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "tokens_by_expiry_idx" ON "tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "events_by_ticket_idx" ON "events" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "events_by_time_idx" ON "events" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_message_id_idx" ON "inbound_mails" USING btree ("rfc_message_id");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_time_idx" ON "inbound_mails" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "inbound_mails_waiting_idx" ON "inbound_mails" USING btree ("received_at") WHERE state = 'received';--> statement-breakpoint
CREATE INDEX "attachments_by_message_idx" ON "attachments" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "attachments_unsent_idx" ON "attachments" USING btree ("uploader_id","created_at") WHERE message_id is null;--> statement-breakpoint
CREATE INDEX "messages_by_ticket_idx" ON "messages" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "messages_by_rfc_message_id_idx" ON "messages" USING btree ("rfc_message_id");--> statement-breakpoint
CREATE INDEX "messages_by_inbound_mail_idx" ON "messages" USING btree ("inbound_mail_id");--> statement-breakpoint
CREATE INDEX "messages_text_search_idx" ON "messages" USING gin (lower("text") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "outbound_mails_due_idx" ON "outbound_mails" USING btree ("next_attempt_at","id") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "outbound_mails_by_ticket_idx" ON "outbound_mails" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "outbound_mails_by_message_idx" ON "outbound_mails" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "outbound_mails_by_time_idx" ON "outbound_mails" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "outbound_recipients_by_address_idx" ON "outbound_recipients" USING btree ("address","updated_at");--> statement-breakpoint
CREATE INDEX "users_search_idx" ON "users" USING gin ((lower("name") || ' ' || lower("email"::text)) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "users_by_name_idx" ON "users" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "ticket_tags_by_tag_idx" ON "ticket_tags" USING btree ("tag_id","ticket_id");--> statement-breakpoint
CREATE INDEX "tickets_open_waiting_idx" ON "tickets" USING btree (coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open');--> statement-breakpoint
CREATE INDEX "tickets_open_by_queue_idx" ON "tickets" USING btree ("queue_id",coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open');--> statement-breakpoint
CREATE INDEX "tickets_open_by_assignee_idx" ON "tickets" USING btree ("assignee_id",coalesce("waiting_since", 'infinity'::timestamptz),"id") WHERE status in ('new', 'open');--> statement-breakpoint
CREATE INDEX "tickets_waiting_idx" ON "tickets" USING btree (coalesce("waiting_since", 'infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "tickets_by_created_idx" ON "tickets" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_updated_idx" ON "tickets" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_priority_idx" ON "tickets" USING btree ("priority","id");--> statement-breakpoint
CREATE INDEX "tickets_by_customer_idx" ON "tickets" USING btree ("customer_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_organisation_idx" ON "tickets" USING btree ("organisation_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "tickets_resolved_idx" ON "tickets" USING btree ("resolved_at") WHERE status = 'resolved';--> statement-breakpoint
CREATE INDEX "tickets_title_search_idx" ON "tickets" USING gin (lower("title") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "views_by_owner_idx" ON "views" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "views_shared_idx" ON "views" USING btree ("name") WHERE is_shared;