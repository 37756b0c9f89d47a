import type { DeskSettings } from '@gotrs/contract/settings'
import { settings } from '@gotrs/db/tables/settings'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { deskKey } from './read.ts'

export async function updateSettings(uow: UnitOfWork, value: DeskSettings): Promise<DeskSettings> {
  requireGrant(uow, 'settings.manage')
  await uow.db
    .insert(settings)
    .values({ key: deskKey, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } })
  uow.emit('settings.updated', {})
  return value
}
