import { type DeskSettings, deskSettings } from '@gotrs/contract/settings'
import { settings } from '@gotrs/db/tables/settings'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

export const deskKey = 'desk'

/** What holds until somebody says otherwise: nothing is ever thrown away. */
const untouched: DeskSettings = { rawMailDays: null }

/** The settings of the whole desk. One that is newer than what was saved has its default. */
export async function readSettings(reader: Reader): Promise<DeskSettings> {
  requireGrant(reader, 'settings.read')
  const [row] = await reader.db.select({ value: settings.value }).from(settings).where(eq(settings.key, deskKey))
  return deskSettings.parse({ ...untouched, ...(row?.value ?? {}) })
}
