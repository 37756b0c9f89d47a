import type { DeskSettings } from '@gotrs/contract/settings'
import { NumberInput, Radio, Skeleton, Stack, Switch } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { Section } from '../parts/section.tsx'

/** What is set for the whole desk. */
export function Component() {
  const settings = trpc.settings.get.useQuery()
  return (
    <Page title="General">
      {settings.isPending && <Skeleton height={180} />}
      {settings.error && <FailureNotice error={settings.error} onRetry={settings.refetch} />}
      {settings.data && (
        <>
          <Section title="Answers">
            <AnswersForm initial={settings.data} />
          </Section>
          <Section title="Original mails">
            <RetentionForm initial={settings.data} />
          </Section>
        </>
      )}
    </Page>
  )
}

function AnswersForm({ initial }: { initial: DeskSettings }) {
  const utils = trpc.useUtils()
  const save = trpc.settings.update.useMutation({ onSuccess: () => utils.settings.get.invalidate() })
  return (
    <Form
      initialValues={{ assignsOnReply: initial.assignsOnReply }}
      send={values => save.mutateAsync(values)}
      saved={(_, { assignsOnReply }) =>
        assignsOnReply ? 'An answer assigns the ticket to its author' : 'An answer leaves the ticket unassigned'
      }
      button="Save answers"
    >
      {form => (
        <Switch
          label="Assign a ticket to the agent who answers it"
          description="If the ticket has no assignee. Resolving it always assigns it."
          {...form.getInputProps('assignsOnReply', { type: 'checkbox' })}
        />
      )}
    </Form>
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
        keep === 'good' ? 'GOTRS keeps original mails forever' : `GOTRS keeps original mails for ${rawMailDays} days`
      }
      button="Save retention"
    >
      {form => (
        <>
          <Radio.Group
            label="Keep original mails"
            description="Messages and their files are not deleted. Without the original, you cannot reprocess or download a mail."
            {...form.getInputProps('keep')}
          >
            <Stack gap={8} mt={8}>
              <Radio value="good" label="Forever" />
              <Radio value="days" label="For a number of days after processing" />
            </Stack>
          </Radio.Group>
          {form.values.keep === 'days' && (
            <NumberInput
              label="Days"
              description="Quarantined and waiting mail is not deleted"
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
