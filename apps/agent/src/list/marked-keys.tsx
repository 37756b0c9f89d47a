import type { Ticket } from '@gotrs/contract/tickets'
import { pressOnOpening } from '../keyboard/held-keys.ts'
import { type ShortcutName, shortcuts } from '../keyboard/shortcut-table.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { CommandKeys } from '../ticket/actions/command-keys.tsx'
import { ChangedNotice } from '../ticket/changed-notice.tsx'
import { TicketPickers } from '../ticket/pickers/ticket-pickers.tsx'
import { useTicketVerbs } from '../ticket/use-ticket-verbs.ts'
import { useOpenTicket } from './use-cursor.ts'

/** These need the ticket itself, which opens first. */
const opening = ['reply', 'note', 'snooze'] as const satisfies ShortcutName[]

/** The keys of the marked ticket while no ticket is open. */
export function MarkedKeys({ ticket }: { ticket: Ticket }) {
  const verbs = useTicketVerbs(ticket)
  const { run, conflict } = verbs
  const open = useOpenTicket()
  const openWith = (name: ShortcutName) => {
    pressOnOpening(ticket.number, shortcuts[name].keys)
    open(ticket.number)
  }
  return (
    <>
      <TicketPickers ticket={ticket} verbs={verbs} />
      <CommandKeys ticket={ticket} run={run} />
      {opening.map(name => (
        <OpeningKey key={name} name={name} press={() => openWith(name)} />
      ))}
      {conflict && (
        <ChangedNotice
          stopped="Your change was not made."
          texts={conflict.texts}
          goOnLabel="Do it anyway"
          onGoOn={conflict.goOn}
          onLeave={conflict.leave}
        />
      )}
    </>
  )
}

function OpeningKey({ name, press }: { name: ShortcutName; press: () => void }) {
  useShortcut(name, press)
  return null
}
