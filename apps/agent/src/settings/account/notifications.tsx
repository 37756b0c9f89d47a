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
      toast(isMailed ? 'Email notifications are on' : 'Email notifications are off')
    },
    onError: toastError,
  })
  return (
    <Section title="Email notifications">
      {settings.isPending && <Skeleton height={44} />}
      {settings.error && <FailureNotice error={settings.error} onRetry={settings.refetch} />}
      {settings.data && (
        <Switch
          label="Email me about my tickets"
          description="When a ticket is assigned to you, or somebody else writes in one of your tickets. Not about your own actions."
          checked={save.isPending ? save.variables.isMailed : settings.data.isMailed}
          onChange={event => save.mutate({ isMailed: event.currentTarget.checked })}
        />
      )}
    </Section>
  )
}
