import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { IconInfoCircle } from '@tabler/icons-react'
import { Link } from 'react-router'
import box from '../parts/box.module.css'
import { Facts } from '../parts/facts.tsx'
import own from './mailbox.module.css'
import { MailboxStateMark } from './mailbox-state-mark.tsx'

/** The state of a mailbox, and where to look when it has a problem. */
export function MailboxHealth({ mailbox }: { mailbox: Mailbox }) {
  const { state, hourlyLimit, id } = mailbox
  const mailIn = (which: 'waiting' | 'quarantined') => `/settings/mail-in?state=${which}&mailbox=${id}`
  return (
    <section aria-label="Status" className={box.mail}>
      <MailboxStateMark mailbox={mailbox} isLong />
      {state.refusesSignedSendersSince && <PlainSenders since={state.refusesSignedSendersSince} />}
      <div className={box.afterLine}>
        <Facts
          facts={[
            ['Last read', mailbox.imap && (state.lastReadAt ? <Ago key="read" at={state.lastReadAt} /> : 'Never')],
            ['Last sent', state.lastSentAt ? <Ago key="sent" at={state.lastSentAt} /> : 'Never'],
            ['In the last hour', sentText(state.sentLastHour, hourlyLimit)],
            [
              'To process',
              state.waiting > 0 && (
                <Link key="waiting" to={mailIn('waiting')}>
                  {mailsText(state.waiting)}
                </Link>
              ),
            ],
            [
              'To send',
              state.waitingToSend > 0 && (
                <Link key="sending" to={`/settings/outbox?status=waiting&mailbox=${id}`}>
                  {mailsText(state.waitingToSend)}
                </Link>
              ),
            ],
            [
              'Quarantined',
              state.quarantined > 0 && (
                <Link key="kept" to={mailIn('quarantined')}>
                  {mailsText(state.quarantined)} to review
                </Link>
              ),
            ],
          ]}
        />
      </div>
    </section>
  )
}

/** Its server takes less than the desk would send it; mail leaves all the same. */
const PlainSenders = ({ since }: { since: string }) => (
  <div className={own.checked}>
    <IconInfoCircle size={16} aria-hidden />
    <p>
      The mail server rejects sender addresses with a tag (+), first <Ago at={since} />. GOTRS sends from the plain
      address and can match fewer bounces. To fix this, make the server accept + as a separator (in Postfix:
      recipient_delimiter = +).
    </p>
  </div>
)

const mailsText = (count: number) => `${count} ${count === 1 ? 'mail' : 'mails'}`

const sentText = (count: number, limit: number | null) =>
  limit === null ? `${mailsText(count)} sent` : `${count} of ${limit} mails sent`
