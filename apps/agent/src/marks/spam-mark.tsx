import type { Ticket } from '@gotrs/contract/tickets'
import { Tooltip } from '@mantine/core'
import { IconFlag } from '@tabler/icons-react'
import styles from './marks.module.css'
import { spamText } from './words.ts'

/** A spam filter marked the mail that opened the ticket; nothing where none did. The ticket is never hidden for it. */
export function SpamMark({ ticket }: { ticket: Ticket }) {
  if (!spamText(ticket)) return null
  return (
    <span className={styles.spam}>
      <IconFlag size={12} aria-hidden />
      Suspected spam
    </span>
  )
}

/** The same where there is room to say why. */
export function ExplainedSpamMark({ ticket }: { ticket: Ticket }) {
  const why = spamText(ticket)
  if (!why) return null
  return (
    <Tooltip label={why} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation has to be reachable by keyboard */}
      <span tabIndex={0}>
        <SpamMark ticket={ticket} />
      </span>
    </Tooltip>
  )
}
