import type { Message } from '@gotrs/contract/messages'
import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconRobot } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './message.module.css'

/** A mail of which nothing proves that it is from whom it says: also one that says to be from a colleague. */
export const isUnverified = ({ channel, isFromVerifiedSender }: Message): boolean =>
  channel === 'email' && !isFromVerifiedSender

/** Nothing proves that the mail is from whom it says. */
export function UnverifiedMark({ message }: { message: Message }) {
  if (!isUnverified(message)) return null
  return (
    <Mark className={styles.unverified} why="Nothing proves that this mail is really from this address.">
      <IconAlertTriangle size={14} aria-hidden />
      Unverified sender
    </Mark>
  )
}

/** Kinds of mail that nobody wrote by hand (RFC 3834); any other is one too. */
const kinds: Record<string, string> = {
  out_of_office: 'An absence notice. It opens no ticket again and is not answered by itself.',
  auto_replied: 'A program answered by itself. It opens no ticket again.',
  auto_generated: 'A program wrote this. It is not answered by itself.',
  bulk: 'Sent to many at once. It is not answered by itself.',
  list: 'It came over a mailing list. It is not answered by itself.',
  bounce: 'A mail server reports on a mail that was sent from here.',
  loop: 'A helpdesk sent this by itself.',
}

export function AutomaticMark({ message }: { message: Message }) {
  const kind = message.staff?.automaticKind
  if (!kind) return null
  return (
    <Mark className={styles.automatic} why={kinds[kind] ?? 'It is not answered by itself.'}>
      <IconRobot size={14} aria-hidden />
      Automatic mail
    </Mark>
  )
}

function Mark({ className, why, children }: { className: string | undefined; why: string; children: ReactNode }) {
  return (
    <Tooltip label={why} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation has to be reachable by keyboard */}
      <span className={className} tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  )
}
