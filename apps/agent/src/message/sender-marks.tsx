import type { Message, SenderVerdict } from '@gotrs/contract/messages'
import { senderWords } from '@gotrs/contract/sender-verdict'
import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconHelpCircle, IconRobot } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './message.module.css'

const verdictIcons = {
  authenticated: IconCheck,
  unknown: IconHelpCircle,
  contradicted: IconAlertTriangle,
} as const satisfies Record<SenderVerdict, unknown>

/** The verdict on the sender of a mail; only evidence against it is marked. */
export function SenderMark({ message }: { message: Message }) {
  const { senderVerdict: verdict, staff } = message
  if (verdict === null) return null
  const Icon = verdictIcons[verdict]
  const { label, meaning } = senderWords[verdict]
  return (
    <Mark className={styles[verdict]} why={staff?.verdictReason ?? meaning}>
      <Icon size={14} aria-hidden />
      {label}
    </Mark>
  )
}

/** Kinds of mail that nobody wrote by hand (RFC 3834); any other is one too. */
const kinds: Record<string, string> = {
  out_of_office: 'Absence notice. It does not reopen a ticket, and GOTRS does not acknowledge it.',
  auto_replied: 'Automatic reply. It does not reopen a ticket.',
  auto_generated: 'Automatic mail. GOTRS does not acknowledge it.',
  bulk: 'Bulk mail. GOTRS does not acknowledge it.',
  list: 'Mail from a mailing list. GOTRS does not acknowledge it.',
  bounce: 'Delivery report of a mail server about a mail sent from GOTRS.',
  loop: 'Automatic mail of another helpdesk.',
}

export function AutomaticMark({ message }: { message: Message }) {
  const kind = message.staff?.automaticKind
  if (!kind) return null
  return (
    <Mark className={styles.automatic} why={kinds[kind] ?? 'GOTRS does not acknowledge it.'}>
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
