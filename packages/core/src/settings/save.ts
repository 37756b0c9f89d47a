import type { DeskSettings } from '@gotrs/contract/settings'
import { settings } from '@gotrs/db/tables/settings'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { deskKey } from './read.ts'

export async function saveSettings(uow: UnitOfWork, value: DeskSettings): Promise<DeskSettings> {
  await uow.db
    .insert(settings)
    .values({ key: deskKey, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } })
  uow.emit('settings.saved', {})
  return value
}
