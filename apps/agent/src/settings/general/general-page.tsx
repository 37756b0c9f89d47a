import type { DeskSettings } from '@gotrs/contract/settings'
import { Button, NumberInput, Radio, Skeleton, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast } from '../../shell/toast.ts'
import { PageTitle } from '../parts/page-title.tsx'
import styles from '../settings.module.css'

/** What is set for the whole desk. */
export function Component() {
  const settings = trpc.settings.get.useQuery()
  return (
    <div className={styles.page}>
      <PageTitle title="General" />
      {settings.isPending && <Skeleton height={180} />}
      {settings.error && <FailureNotice error={settings.error} onRetry={settings.refetch} />}
      {settings.data && <RetentionForm initial={settings.data} />}
    </div>
  )
}

const usualDays = 365

function RetentionForm({ initial }: { initial: DeskSettings }) {
  const utils = trpc.useUtils()
  const [isForGood, setForGood] = useState(initial.rawMailDays === null)
  const [days, setDays] = useState<number | string>(initial.rawMailDays ?? usualDays)
  const save = trpc.settings.update.useMutation({
    onSuccess: async (_, { rawMailDays }) => {
      await utils.settings.get.invalidate()
      toast(rawMailDays === null ? 'Originals are kept for good' : `Originals are kept for ${rawMailDays} days`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ rawMailDays: isForGood ? null : Number(days) })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={16} align="start">
        <Radio.Group
          label="How long the original of a mail is kept"
          description="Messages and their files stay in any case. Without its original a mail can no longer be read again, and nobody can see how it came."
          value={isForGood ? 'good' : 'days'}
          onChange={value => setForGood(value === 'good')}
          error={save.error ? errorText(save.error) : undefined}
        >
          <Stack gap={8} mt={8}>
            <Radio value="good" label="For good" />
            <Radio value="days" label="For some days after it was filed" />
          </Stack>
        </Radio.Group>
        {!isForGood && (
          <NumberInput
            label="Days"
            description="Mails that are kept back or wait are never touched"
            w={200}
            min={1}
            max={36_500}
            allowDecimal={false}
            required
            withAsterisk={false}
            value={days}
            onChange={setDays}
          />
        )}
        <Button type="submit" loading={save.isPending} disabled={!isForGood && Number(days) < 1}>
          Save retention
        </Button>
      </Stack>
    </form>
  )
}
