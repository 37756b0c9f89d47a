import { deskSettings, saveSettingsInput } from '@gotrs/contract/settings'
import { readSettings } from '@gotrs/core/settings/read'
import { saveSettings } from '@gotrs/core/settings/save'
import { allowed, router } from '../trpc.ts'

export const settingsRouter = router({
  get: allowed('settings.read')
    .output(deskSettings)
    .query(({ ctx }) => ctx.desk.read(ctx.actor, readSettings)),

  save: allowed('settings.manage')
    .input(saveSettingsInput)
    .output(deskSettings)
    .mutation(({ ctx, input }) => ctx.run(uow => saveSettings(uow, input))),
})
