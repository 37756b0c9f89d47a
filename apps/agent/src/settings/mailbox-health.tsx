import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Link } from 'react-router'
import { Ago } from '../time/ago.tsx'
import { Facts } from './facts.tsx'
import { MailboxStateMark } from './mailbox-state-mark.tsx'
import styles from './settings.module.css'

/** How a mailbox fares, and where to look when it does not. */
export function MailboxHealth({ mailbox }: { mailbox: Mailbox }) {
  const { state, hourlyLimit, id } = mailbox
  const mailIn = (which: 'waiting' | 'quarantined') => `/settings/mail-in?state=${which}&mailbox=${id}`
  return (
    <section aria-label="How it fares" className={styles.mail}>
      <MailboxStateMark mailbox={mailbox} isLong />
      <div className={styles.afterLine}>
        <Facts
          facts={[
            ['Last read', mailbox.imap && (state.lastReadAt ? <Ago key="read" at={state.lastReadAt} /> : 'Never')],
            ['Last sent', state.lastSentAt ? <Ago key="sent" at={state.lastSentAt} /> : 'Never'],
            ['In the last hour', sentText(state.sentLastHour, hourlyLimit)],
            [
              'Waiting',
              state.waiting > 0 && (
                <Link key="waiting" to={mailIn('waiting')}>
                  {mailsText(state.waiting)} to be read
                </Link>
              ),
            ],
            [
              'Kept back',
              state.quarantined > 0 && (
                <Link key="kept" to={mailIn('quarantined')}>
                  {mailsText(state.quarantined)} to look at
                </Link>
              ),
            ],
          ]}
        />
      </div>
    </section>
  )
}

const mailsText = (count: number) => `${count} ${count === 1 ? 'mail' : 'mails'}`

const sentText = (count: number, limit: number | null) =>
  limit === null ? `${mailsText(count)} sent` : `${count} of ${limit} mails sent`
