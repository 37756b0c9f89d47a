import { deskSettings, updateSettingsInput } from '@gotrs/contract/settings'
import { readSettings } from '@gotrs/core/settings/read'
import { updateSettings } from '@gotrs/core/settings/update'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const settingsRouter = router({
  get: allowed('settings.read', rest.get('/api/settings', 'Read the settings of the desk'))
    .output(deskSettings)
    .query(({ ctx }) => ctx.desk.read(ctx.actor, readSettings)),

  update: allowed('settings.manage', rest.update('/api/settings', 'Change the settings of the desk'))
    .input(updateSettingsInput)
    .output(deskSettings)
    .mutation(({ ctx, input }) => ctx.run(uow => updateSettings(uow, input))),
})
