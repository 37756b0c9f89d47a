import { type NoticeKind, noticeKinds } from '@gotrs/contract/notifications'
import { Stack, Switch, Text } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import { Section } from '../parts/section.tsx'

const kinds = Object.entries(noticeKinds) as [NoticeKind, string][]

/** Which news one also gets by mail; each switch saves itself. */
export function Notifications() {
  const utils = trpc.useUtils()
  const settings = trpc.notifications.get.useQuery()
  const save = trpc.notifications.update.useMutation({
    onSuccess: async saved => {
      utils.notifications.get.setData(undefined, saved)
      toast('Saved which news you get by email')
    },
    onError: toastError,
  })
  const mailed = save.isPending ? save.variables.mailedKinds : (settings.data?.mailedKinds ?? [])
  return (
    <Section title="Email notifications">
      <Text size="sm" c="dimmed" mb={8}>
        The bell shows all of it. Never about your own actions.
      </Text>
      {settings.error && <FailureNotice error={settings.error} onRetry={settings.refetch} />}
      {!settings.error && (
        <Stack gap={12}>
          {kinds.map(([kind, label]) => (
            <Switch
              key={kind}
              label={label}
              checked={mailed.includes(kind)}
              disabled={save.isPending || settings.isPending}
              onChange={event => {
                const others = mailed.filter(it => it !== kind)
                save.mutate({ mailedKinds: event.currentTarget.checked ? [...others, kind] : others })
              }}
            />
          ))}
        </Stack>
      )}
    </Section>
  )
}
