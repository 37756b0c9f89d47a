import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import rows from '../parts/rows.module.css'
import state from '../parts/state.module.css'
import { mailboxState } from './mailbox-state.ts'

const icons = { good: IconCircleCheck, trouble: IconAlertTriangle, off: IconCircleDashed } as const

/** How a mailbox is doing: shape, word, and what to do about it. */
export function MailboxStateMark({ mailbox, isLong = false }: { mailbox: Mailbox; isLong?: boolean }) {
  const { text, detail, kind } = mailboxState(mailbox)
  const Icon = icons[kind]
  return (
    <>
      <span
        className={state.state}
        data-good={kind === 'good' || undefined}
        data-trouble={kind === 'trouble' || undefined}
      >
        <Icon size={16} aria-hidden />
        {text}
        {mailbox.state.lastReadAt && kind === 'good' && (
          <span className={rows.dim}>
            , read <Ago at={mailbox.state.lastReadAt} />
          </span>
        )}
      </span>
      {isLong && detail && <p className={rows.dim}>{detail}</p>}
    </>
  )
}
