import { SegmentedControl, Text } from '@mantine/core'
import { useStoredChoice } from '../../shell/stored-choice.ts'
import { afterTicket } from '../../ticket/after-ticket.ts'
import { Section } from '../parts/section.tsx'

const labels = { next: 'Next ticket', stay: 'Stay', list: 'Back to list' } as const

/** Where one goes when a ticket is finished; remembered by this browser. */
export function AfterTicketChoice() {
  const [value, setValue] = useStoredChoice(afterTicket)
  return (
    <Section title="After finishing a ticket">
      <SegmentedControl
        aria-label="After finishing a ticket"
        value={value}
        onChange={next => setValue(next as typeof value)}
        data={afterTicket.values.map(choice => ({ value: choice, label: labels[choice] }))}
      />
      <Text size="sm" c="dimmed" mt={4}>
        After you send a reply, resolve, close, snooze or move a ticket. This browser remembers it.
      </Text>
    </Section>
  )
}
