import type { DeskSettings, UpdateSettingsInput } from '@gotrs/contract/settings'
import { settings } from '@gotrs/db/tables/settings'
import { sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { deskKey, withDefaults } from './read.ts'

/** Changes the settings that are given. Two admins who change different ones do not overwrite each other. */
export async function updateSettings(uow: UnitOfWork, value: UpdateSettingsInput): Promise<DeskSettings> {
  requireGrant(uow, 'settings.manage')
  const [row] = await uow.db
    .insert(settings)
    .values({ key: deskKey, value })
    .onConflictDoUpdate({ target: settings.key, set: { value: sql`${settings.value} || excluded.value` } })
    .returning({ value: settings.value })
  uow.emit('settings.updated', {})
  return withDefaults(row?.value)
}
