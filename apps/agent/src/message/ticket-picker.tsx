import type { Ticket } from '@gotrs/contract/tickets'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { Radio, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { ticketNumberOf } from '../search/ticket-number.ts'
import styles from './message.module.css'

type TicketPickerProps = {
  chosen: Ticket | null
  onChoose: (ticket: Ticket) => void
  /** Not offered: the message is already there. */
  withoutId?: string
  /** Offered before anything is typed. */
  suggested?: Ticket | undefined
}

/** One ticket, by its number or by words. */
export function TicketPicker({ chosen, onChoose, withoutId, suggested }: TicketPickerProps) {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 250)
  const { found, isPending, error } = useFoundTickets(asked)
  const offered = (asked ? found : suggested ? [suggested] : []).filter(ticket => ticket.id !== withoutId)
  return (
    <Stack gap={8}>
      <TextInput
        label="Ticket"
        description="Ticket number or search words"
        placeholder="#1042 or printer smokes"
        data-autofocus
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        error={error && !isErrorOf(error, 'not_found') ? errorText(error) : undefined}
      />
      <div aria-live="polite" className={styles.found}>
        {asked && isPending && <p className={styles.hint}>Searching…</p>}
        {asked && !isPending && offered.length === 0 && !(error && !isErrorOf(error, 'not_found')) && (
          <p className={styles.hint}>No other ticket matches.</p>
        )}
        {offered.length > 0 && (
          <Radio.Group
            aria-label="Matching tickets"
            value={chosen?.id ?? ''}
            onChange={id => {
              const ticket = offered.find(known => known.id === id)
              if (ticket) onChoose(ticket)
            }}
          >
            <Stack gap={8}>
              {offered.map(ticket => (
                <Radio
                  key={ticket.id}
                  value={ticket.id}
                  label={`#${ticket.number} ${ticket.title}`}
                  description={`${ticket.customer.name || ticket.customer.email} · ${ticket.status}`}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </div>
    </Stack>
  )
}

/** A number is looked up, also of a closed ticket; words are searched for. */
function useFoundTickets(asked: string) {
  const number = ticketNumberOf(asked)
  const isWords = number === null && asked !== ''
  const one = trpc.tickets.get.useQuery({ ticketId: number ?? 0 }, { enabled: number !== null, retry: false })
  const many = trpc.tickets.list.useQuery({ q: asked, sort: 'updated', limit: 8 }, { enabled: isWords })
  if (number !== null) return { found: one.data ? [one.data] : [], isPending: one.isPending, error: one.error }
  return { found: many.data?.items ?? [], isPending: isWords && many.isPending, error: isWords ? many.error : null }
}
