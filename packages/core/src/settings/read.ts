import { type DeskSettings, deskSettings } from '@gotrs/contract/settings'
import { settings } from '@gotrs/db/tables/settings'
import { eq, type SQL, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

export const deskKey = 'desk'

/** Until an admin changes them: nothing is ever deleted. */
const defaults: DeskSettings = { rawMailDays: null, assignsOnReply: true }

/** The settings of the whole desk. One that is newer than what was saved has its default. */
export async function readSettings(reader: Reader): Promise<DeskSettings> {
  requireGrant(reader, 'settings.read')
  const [row] = await reader.db.select({ value: settings.value }).from(settings).where(eq(settings.key, deskKey))
  return withDefaults(row?.value)
}

export const withDefaults = (stored: unknown): DeskSettings => deskSettings.parse({ ...defaults, ...Object(stored) })

/** For a statement that reads other things too. */
export const assignsOnReply = (): SQL<boolean> =>
  sql`coalesce((select (value->>'assignsOnReply')::boolean from ${settings} where key = ${deskKey}), ${defaults.assignsOnReply})`
