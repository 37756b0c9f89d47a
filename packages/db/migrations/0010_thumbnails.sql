CREATE TABLE "thumbnails" (
	"attachment_id" uuid PRIMARY KEY NOT NULL,
	"blob_key" text,
	"content_type" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "thumbnails" ADD CONSTRAINT "thumbnails_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE cascade ON UPDATE no action;