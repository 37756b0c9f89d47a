DROP INDEX "messages_text_search_idx";--> statement-breakpoint
CREATE INDEX "messages_words_search_idx" ON "messages" USING gin (lower("text" || ' ' || coalesce("quoted_text", '')) gin_trgm_ops);