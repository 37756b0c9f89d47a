import type { DeskSettings } from '@gotrs/contract/settings'
import { NumberInput, Radio, Skeleton, Stack } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'

/** What is set for the whole desk. */
export function Component() {
  const settings = trpc.settings.get.useQuery()
  return (
    <Page title="General">
      {settings.isPending && <Skeleton height={180} />}
      {settings.error && <FailureNotice error={settings.error} onRetry={settings.refetch} />}
      {settings.data && <RetentionForm initial={settings.data} />}
    </Page>
  )
}

const usualDays = 365

function RetentionForm({ initial }: { initial: DeskSettings }) {
  const utils = trpc.useUtils()
  const save = trpc.settings.update.useMutation({ onSuccess: () => utils.settings.get.invalidate() })
  return (
    <Form
      initialValues={{
        keep: initial.rawMailDays === null ? 'good' : 'days',
        rawMailDays: (initial.rawMailDays ?? usualDays) as number | string,
      }}
      send={({ keep, rawMailDays }) => save.mutateAsync({ rawMailDays: keep === 'good' ? null : Number(rawMailDays) })}
      saved={(_, { keep, rawMailDays }) =>
        keep === 'good' ? 'Originals are kept for good' : `Originals are kept for ${rawMailDays} days`
      }
      button="Save retention"
    >
      {form => (
        <>
          <Radio.Group
            label="How long the original of a mail is kept"
            description="Messages and their files stay in any case. Without its original a mail can no longer be read again, and nobody can see how it came."
            {...form.getInputProps('keep')}
          >
            <Stack gap={8} mt={8}>
              <Radio value="good" label="For good" />
              <Radio value="days" label="For some days after it was filed" />
            </Stack>
          </Radio.Group>
          {form.values.keep === 'days' && (
            <NumberInput
              label="Days"
              description="Mail that is quarantined or waiting is not deleted"
              w={200}
              min={1}
              max={36_500}
              allowDecimal={false}
              required
              withAsterisk={false}
              {...form.getInputProps('rawMailDays')}
            />
          )}
        </>
      )}
    </Form>
  )
}
