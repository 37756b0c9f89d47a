import { type TicketPriority, ticketPriorities } from '@gotrs/contract/tickets'
import { Button, CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { priorityWord } from '../../marks/words.ts'
import { snoozeTimes, untilText } from '../../ticket/actions/snooze-times.ts'
import { NOBODY } from '../../ticket/assignees.ts'
import { staffQuery } from '../../ticket/colleagues.ts'
import { Picker } from '../../ticket/pickers/picker.tsx'
import { newTag } from '../../ticket/pickers/tag-name.ts'
import { useListParams } from '../list-params.ts'
import { clearSelection, pressBulkKey, selectWhole, useBulkKey, useSelection } from '../selection.ts'
import styles from './bulk-bar.module.css'
import { runBulk, type Words } from './run-bulk.tsx'

type Start = (action: Parameters<typeof runBulk>[2], words: Words) => void
type Choice = { start: Start; onClose: () => void }

const choices = { a: Assign, q: Move, p: Priority, l: Tag, z: Snooze } as const
type ChoiceKey = keyof typeof choices
const labels: Record<ChoiceKey, string> = { a: 'Assign', q: 'Move', p: 'Priority', l: 'Tag', z: 'Snooze' }

/** In place of the name of the list: how many are selected, and what can be done to all of them. */
export default function BulkBar({ hasMore }: { hasMore: boolean }) {
  const utils = trpc.useUtils()
  const { q } = useListParams()
  const { ids, isWhole } = useSelection()
  const [open, setOpen] = useState<ChoiceKey | null>(null)
  const start: Start = (action, words) => {
    clearSelection()
    void runBulk(utils, isWhole ? { q } : { ids: [...ids] }, action, words)
  }
  const resolve = () => start({ name: 'resolve' }, { doing: 'Resolving', done: 'resolved' })
  const key = useBulkKey()
  const run = useEffectEvent(() => {
    if (key === 'e') resolve()
    else setOpen(key)
  })
  useEffect(() => {
    if (key === null) return
    run()
    pressBulkKey(null)
  }, [key])
  const Open = open && choices[open]
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selected tickets">
      <span className={styles.count} role="status">
        {isWhole ? 'All of this list' : `${ids.size} selected`}
      </span>
      {hasMore && !isWhole && (
        <Button variant="subtle" size="compact-xs" onClick={selectWhole}>
          Select all
        </Button>
      )}
      <div className={styles.actions}>
        <Button variant="default" size="compact-sm" onClick={resolve}>
          Resolve
        </Button>
        {(Object.keys(labels) as ChoiceKey[]).map(key => (
          <Button key={key} variant="subtle" color="gray" size="compact-sm" onClick={() => setOpen(key)}>
            {labels[key]}
          </Button>
        ))}
      </div>
      <CloseButton size="sm" aria-label="Select none" onClick={clearSelection} />
      {Open && <Open start={start} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Assign({ start, onClose }: Choice) {
  const { client } = trpc.useUtils()
  const staff = useQuery(staffQuery(client))
  const people = staff.data ?? []
  return (
    <Picker
      title="Assign the selected tickets"
      field="Name"
      options={[{ value: NOBODY, label: 'Unassigned' }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      current={[]}
      isLoading={staff.isPending}
      nothing="No matching colleague"
      onPick={value => {
        const person = people.find(({ id }) => id === value)
        const done = person ? `assigned to ${person.name}` : 'unassigned'
        start({ name: 'assign', assigneeId: person?.id ?? null }, { doing: 'Assigning', done })
      }}
      onClose={onClose}
    />
  )
}

function Move({ start, onClose }: Choice) {
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })
  return (
    <Picker
      title="Move the selected tickets to a queue"
      field="Queue"
      options={(queues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      current={[]}
      isLoading={queues.isPending}
      nothing="No matching queue"
      onPick={queueId => {
        const name = queues.data?.find(({ id }) => id === queueId)?.name ?? ''
        start({ name: 'move', queueId }, { doing: 'Moving', done: `moved to ${name}` })
      }}
      onClose={onClose}
    />
  )
}

function Priority({ start, onClose }: Choice) {
  return (
    <Picker
      title="Priority of the selected tickets"
      field="Priority"
      options={ticketPriorities.toReversed().map(value => ({ value, label: priorityWord(value) }))}
      current={[]}
      nothing="No matching priority"
      onPick={value => {
        const priority = value as TicketPriority
        const done = `set to ${priorityWord(priority)}`
        start({ name: 'setPriority', priority }, { doing: 'Setting the priority of', done })
      }}
      onClose={onClose}
    />
  )
}

function Tag({ start, onClose }: Choice) {
  const [text, setText] = useState('')
  const known = trpc.tags.list.useQuery({ text: text.trim() }, { staleTime: 30_000 })
  const tags = known.data ?? []
  return (
    <Picker
      title="Tag the selected tickets"
      field="Tag"
      options={tags.map(value => ({ value, label: value }))}
      current={[]}
      isLoading={known.isPending}
      nothing="Use only letters, digits, dots, dashes and underscores"
      create={typed => newTag(typed, tags)}
      onType={setText}
      onPick={tag => start({ name: 'tag', tag }, { doing: 'Tagging', done: `tagged ${tag}` })}
      onClose={onClose}
    />
  )
}

function Snooze({ start, onClose }: Choice) {
  const times = snoozeTimes(new Date())
  return (
    <Picker
      title="Snooze the selected tickets"
      field="Until"
      options={times.map(({ label, at }) => ({ value: at.toISOString(), label, hint: untilText(at) }))}
      current={[]}
      nothing="No matching time"
      onPick={until =>
        start({ name: 'snooze', until }, { doing: 'Snoozing', done: `snoozed until ${untilText(until)}` })
      }
      onClose={onClose}
    />
  )
}
