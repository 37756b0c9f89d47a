import { Skeleton, Switch } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import { Section } from '../parts/section.tsx'

/** Whether one is mailed about one's own tickets; saved with the switch itself. */
export function Notifications() {
  const utils = trpc.useUtils()
  const settings = trpc.notifications.get.useQuery()
  const save = trpc.notifications.update.useMutation({
    onSuccess: async (_, { isMailed }) => {
      await utils.notifications.get.invalidate()
      toast(isMailed ? 'You will be mailed about your tickets' : 'You will not be mailed any more')
    },
    onError: toastError,
  })
  return (
    <Section title="Mail me when …">
      {settings.isPending && <Skeleton height={44} />}
      {settings.error && <FailureNotice error={settings.error} onRetry={settings.refetch} />}
      {settings.data && (
        <Switch
          label="… something happens to a ticket of mine"
          description="It becomes yours, or somebody else writes a message or a note in it. Never about what you do yourself."
          checked={save.isPending ? save.variables.isMailed : settings.data.isMailed}
          onChange={event => save.mutate({ isMailed: event.currentTarget.checked })}
        />
      )}
    </Section>
  )
}
