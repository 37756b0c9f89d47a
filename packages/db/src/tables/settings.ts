import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'

/** What is set for the whole desk, by name: `desk` is what admins set (contract/settings), others are the program's own. */
export const settings = pgTable('settings', { key: text('key').primaryKey(), value: jsonb('value').notNull() })
