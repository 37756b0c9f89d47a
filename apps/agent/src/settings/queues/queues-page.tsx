import type { ClosedReply, Queue } from '@gotrs/contract/queues'
import { Select, Skeleton, TextInput } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import rows from '../parts/rows.module.css'
import styles from './queues.module.css'

/** The queues: what they are called, and what a late answer does. */
export function Component() {
  const queues = trpc.queues.list.useQuery()
  return (
    <Page title="Queues">
      {queues.isPending && <Skeleton height={240} />}
      {queues.error && <FailureNotice error={queues.error} onRetry={queues.refetch} />}
      {queues.data?.length === 0 && <EmptyNotice title="No queue yet">Every ticket belongs to a queue.</EmptyNotice>}
      <ul className={rows.rows} aria-label="Queues" hidden={!queues.data?.length}>
        {queues.data?.map(queue => (
          <li key={queue.id} className={rows.row}>
            <QueueForm queue={queue} />
          </li>
        ))}
      </ul>
    </Page>
  )
}

const closedReplies = [
  { value: 'follow_up', label: 'Creates a follow-up ticket' },
  { value: 'reopen', label: 'Reopens the ticket' },
] satisfies { value: ClosedReply; label: string }[]

function QueueForm({ queue }: { queue: Queue }) {
  const utils = trpc.useUtils()
  const save = trpc.queues.update.useMutation({
    onSuccess: () => Promise.all([utils.queues.list.invalidate(), utils.tickets.invalidate()]),
  })
  return (
    <Form
      className={styles.queue}
      label={queue.name}
      initialValues={{ name: queue.name, closedReply: queue.closedReply }}
      send={values => save.mutateAsync({ queueId: queue.id, ...values })}
      saved={(_, { name }) => `${name.trim()} saved`}
      button={`Save ${queue.name}`}
      isQuiet
    >
      {form => (
        <>
          <TextInput label="Name" required withAsterisk={false} maxLength={60} {...form.getInputProps('name')} />
          <Select
            label="A reply to a closed ticket"
            allowDeselect={false}
            data={closedReplies}
            {...form.getInputProps('closedReply')}
          />
        </>
      )}
    </Form>
  )
}
