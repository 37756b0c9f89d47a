import type { Ticket } from '@gotrs/contract/tickets'
import { Suspense, useEffect } from 'react'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { useMe } from '../../session/use-session.ts'
import { lazyPart } from '../../shell/lazy-part.ts'
import { reasonAgainst, type TicketVerb } from '../verb-reason.ts'
import { openPicker, type PickerName, pickerNames, useOpenPicker } from './open-picker.ts'
import type { PickerProps } from './picker-lists.tsx'

const OpenPicker = lazyPart(() => import('./picker-lists.tsx'))

const verbOf = {
  assign: 'assign',
  status: null,
  priority: 'setPriority',
  queue: 'move',
  followers: 'follow',
  tags: 'tag',
} as const satisfies Record<PickerName, TicketVerb | null>

/** The keys that choose something for a ticket, and the list that is open. */
export function TicketPickers(props: PickerProps) {
  const name = useOpenPicker()
  useEffect(() => () => openPicker(null), [])
  return (
    <>
      {pickerNames.map(it => (
        <PickerKey key={it} name={it} ticket={props.ticket} />
      ))}
      <Suspense>{name && <OpenPicker name={name} {...props} />}</Suspense>
    </>
  )
}

function PickerKey({ name, ticket }: { name: PickerName; ticket: Ticket }) {
  const me = useMe()
  const verb = verbOf[name]
  useShortcut(name, () => openPicker(name), verb === null || reasonAgainst(me, verb, ticket) === null)
  return null
}
