import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { keyCaps } from '../../keyboard/shortcut-table.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { useMe } from '../../session/use-session.ts'
import { ReasonButton } from '../../shell/reason-button.tsx'
import type { TicketVerbs } from '../use-ticket-verbs.ts'
import { reasonAgainst } from '../verb-reason.ts'
import { localInputValue, snoozeTimes, untilText } from './snooze-times.ts'

type SnoozeProps = { ticket: TicketDetail; verbs: TicketVerbs }

/** Puts the ticket aside until a time, or brings it back. */
export function SnoozeVerbs({ ticket, verbs }: SnoozeProps) {
  const reason = reasonAgainst(useMe(), 'snooze', ticket)
  const [isMenuOpen, menu] = useDisclosure(false)
  const [isPicking, picker] = useDisclosure(false)
  useShortcut('snooze', menu.open, reason === null)
  const snooze = (until: Date) =>
    verbs.run(`Snoozed until ${untilText(until)}`, (client, seen) =>
      client.tickets.snooze.mutate({ ...seen, until: until.toISOString() }),
    )
  const wake = () => verbs.run('Woken', (client, seen) => client.tickets.wake.mutate(seen))
  return (
    <>
      {ticket.staff?.snoozedUntil && (
        <Button size="xs" variant="default" onClick={wake}>
          Wake
        </Button>
      )}
      <Menu opened={isMenuOpen} onChange={menu.set} position="bottom-end" width={230}>
        <Menu.Target>
          <ReasonButton size="xs" variant="default" reason={reason} hint={`Snooze (${keyCaps('snooze')})`}>
            Snooze
          </ReasonButton>
        </Menu.Target>
        <Menu.Dropdown>
          {snoozeTimes(new Date()).map(({ label, at }) => (
            <Menu.Item key={label} rightSection={untilText(at)} onClick={() => snooze(at)}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={picker.open}>Pick a time…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isPicking}
        onClose={picker.close}
        title="Snooze until"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <TimeForm
          onPick={until => {
            picker.close()
            snooze(until)
          }}
        />
      </Modal>
    </>
  )
}

function TimeForm({ onPick }: { onPick: (until: Date) => void }) {
  const [value, setValue] = useState('')
  const [error, setError] = useState<string | null>(null)
  const submit = () => {
    const until = new Date(value)
    // What is not a whole time is no date, and not later than now.
    if (!(until > new Date())) return setError('Choose a day and a time in the future.')
    onPick(until)
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap={12} align="start">
        <TextInput
          type="datetime-local"
          label="Day and time"
          description="In your time zone"
          data-autofocus
          w="100%"
          min={localInputValue(new Date())}
          value={value}
          error={error}
          onChange={event => setValue(event.currentTarget.value)}
        />
        <Button type="submit">Snooze</Button>
      </Stack>
    </form>
  )
}
