import type { ClosedReply, Queue } from '@gotrs/contract/queues'
import { Button, Select, Skeleton, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast } from '../../shell/toast.ts'
import { PageTitle } from '../parts/page-title.tsx'
import styles from '../settings.module.css'

/** The queues: what they are called, and what a late answer does. */
export function Component() {
  const queues = trpc.queues.list.useQuery()
  return (
    <div className={styles.page}>
      <PageTitle title="Queues" />
      {queues.isPending && <Skeleton height={240} />}
      {queues.error && <FailureNotice error={queues.error} onRetry={queues.refetch} />}
      {queues.data?.length === 0 && <EmptyNotice title="No queue yet">Tickets need one to stand in.</EmptyNotice>}
      <ul className={styles.rows} aria-label="Queues" hidden={!queues.data?.length}>
        {queues.data?.map(queue => (
          <li key={queue.id} className={styles.row}>
            <QueueForm queue={queue} />
          </li>
        ))}
      </ul>
    </div>
  )
}

const closedReplies = [
  { value: 'follow_up', label: 'Starts a follow-up ticket' },
  { value: 'reopen', label: 'Opens the ticket again' },
] satisfies { value: ClosedReply; label: string }[]

function QueueForm({ queue }: { queue: Queue }) {
  const utils = trpc.useUtils()
  const [name, setName] = useState(queue.name)
  const [closedReply, setClosedReply] = useState(queue.closedReply)
  const isChanged = name.trim() !== queue.name || closedReply !== queue.closedReply
  const save = trpc.queues.update.useMutation({
    onSuccess: async () => {
      await Promise.all([utils.queues.list.invalidate(), utils.tickets.invalidate()])
      toast(`${name.trim()} is saved`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ queueId: queue.id, name, closedReply })
  }
  return (
    <form onSubmit={submit} className={styles.queue} aria-label={queue.name}>
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
        error={save.error ? errorText(save.error) : undefined}
      />
      <Select
        label="A reply to a closed ticket"
        allowDeselect={false}
        data={closedReplies}
        value={closedReply}
        onChange={value => setClosedReply(closedReplies.find(known => known.value === value)?.value ?? closedReply)}
      />
      <Button type="submit" variant="default" disabled={!isChanged} loading={save.isPending}>
        Save {queue.name}
      </Button>
    </form>
  )
}
