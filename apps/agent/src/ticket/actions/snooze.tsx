import { fullTime } from '@gotrs/web/time/age-text'
import { Button, Menu, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconClockPause } from '@tabler/icons-react'
import { useState } from 'react'
import { Modal } from '../../shell/lazy-overlay.tsx'
import type { ActionMenuProps, HeaderAction } from './header-action.ts'
import { dayAndTime, localInputValue, snoozeTimes, untilText } from './snooze-times.ts'

/** Puts the ticket aside until a time. */
export const snooze = {
  label: 'Snooze',
  hint: 'Snooze until a time',
  keys: 'z',
  verb: 'snooze',
  Menu: SnoozeMenu,
  // It is new or open, and out of the way for now: that says more.
  mark: ({ staff }) =>
    staff?.snoozedUntil
      ? {
          Icon: IconClockPause,
          before: 'Snoozed until',
          text: untilText(staff.snoozedUntil),
          title: `snoozed until ${fullTime(staff.snoozedUntil)}`,
        }
      : null,
  sentences: {
    'ticket.snoozed': ({ until }, { who }) => `${who} snoozed it until ${dayAndTime(until)}`,
    'ticket.woken': ({ reason }, { who }) => wokenText[reason](who),
  },
} as const satisfies HeaderAction

const wokenText = {
  time: () => 'The snooze ended: it is time',
  reply: () => 'The snooze ended: the customer wrote',
  person: (who: string) => `${who} ended the snooze`,
} as const

/** Brings it back. */
export const wake = {
  label: 'Wake',
  verb: 'snooze',
  isOffered: ({ staff }) => Boolean(staff?.snoozedUntil),
  command: { said: 'woken', act: { verb: 'wake' } },
} as const satisfies HeaderAction

function SnoozeMenu({ isOpen, onOpenChange, run, children }: ActionMenuProps) {
  const [isPicking, picker] = useDisclosure(false)
  const snoozeUntil = (at: Date) => {
    const until = at.toISOString()
    run({
      said: `snoozed until ${untilText(at)}`,
      leaves: true,
      act: { verb: 'snooze', until },
    })
  }
  return (
    <>
      <Menu opened={isOpen} onChange={onOpenChange} position="bottom-end" width={230}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {snoozeTimes(new Date()).map(({ label, at }, place) => (
            <Menu.Item
              key={label}
              // So that Enter takes the first one.
              data-autofocus={place === 0 || undefined}
              rightSection={untilText(at)}
              onClick={() => snoozeUntil(at)}
            >
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
          onPick={at => {
            picker.close()
            snoozeUntil(at)
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
