import { Skeleton } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { fileSize } from '../message/file-size.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Ago } from '../time/ago.tsx'
import { isReasonTold, sourceText } from './mail-in-text.ts'
import { OutcomeLine } from './outcome-line.tsx'
import { PageTitle } from './page-title.tsx'
import styles from './settings.module.css'

/** One mail as it came over the line, and what became of it. */
export function Component() {
  const { mailId = '' } = useParams()
  const mail = trpc.inbound.get.useQuery({ mailId })
  if (mail.error) return <FailureNotice error={mail.error} onRetry={mail.refetch} />
  if (!mail.data) return <Skeleton height={320} maw={960} />
  const { from, mailbox, source, messageId, size, ticket, reason, rule, receivedAt, processedAt } = mail.data
  return (
    <div className={styles.widePage}>
      <PageTitle title={from ? `Mail from ${from}` : `Mail ${messageId}`}>
        <ButtonLink to="/settings/mail-in" variant="default">
          Back to mail in
        </ButtonLink>
      </PageTitle>
      <OutcomeLine mail={mail.data} />
      <dl className={`${styles.facts} ${styles.afterLine}`}>
        {ticket && (
          <>
            <dt>Ticket</dt>
            <dd>
              <Link to={`/tickets/${ticket.number}`}>#{ticket.number}</Link>
            </dd>
          </>
        )}
        {reason && !isReasonTold(mail.data) && (
          <>
            <dt>Why</dt>
            <dd>{reason}</dd>
          </>
        )}
        {rule && rule !== 'none' && (
          <>
            <dt>Rule</dt>
            <dd>{rule}</dd>
          </>
        )}
        <dt>Mailbox</dt>
        <dd>{mailbox.name}</dd>
        <dt>From</dt>
        <dd>{from || 'No sender on the envelope'}</dd>
        <dt>How</dt>
        <dd>{sourceText(source)}</dd>
        <dt>Message-ID</dt>
        <dd>{messageId}</dd>
        <dt>Size</dt>
        <dd>{fileSize(size)}</dd>
        <dt>Received</dt>
        <dd>
          <Ago at={receivedAt} />
        </dd>
        {processedAt && (
          <>
            <dt>Read</dt>
            <dd>
              <Ago at={processedAt} />
            </dd>
          </>
        )}
      </dl>
      <section
        className={styles.raw}
        aria-label="The mail as it came"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
      >
        <pre>{mail.data.rawText}</pre>
      </section>
      {mail.data.isRawCut && <p className={styles.dim}>The first 200 kB of {fileSize(size)} are shown.</p>}
    </div>
  )
}
