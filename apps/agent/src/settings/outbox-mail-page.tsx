import { Skeleton } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { DeliveryLine } from '../message/delivery-line.tsx'
import { PlainText } from '../message/plain-text.tsx'
import { ButtonLink } from '../shell/button-link.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Ago } from '../time/ago.tsx'
import { purposeText } from './outbox-text.ts'
import { PageTitle } from './page-title.tsx'
import styles from './settings.module.css'

/** One outgoing mail as its reader gets it; its links can be followed from here. */
export function Component() {
  const { mailId = '' } = useParams()
  const mail = trpc.outbox.get.useQuery({ mailId })
  if (mail.error) return <FailureNotice error={mail.error} onRetry={mail.refetch} />
  if (!mail.data) return <Skeleton height={320} maw={640} />
  const { subject, from, to, purpose, ticket, delivery, createdAt, nextAttemptAt, text } = mail.data
  return (
    <div className={styles.page}>
      <PageTitle title={subject}>
        <ButtonLink to="/settings/outbox" variant="default">
          Back to the outbox
        </ButtonLink>
      </PageTitle>
      <dl className={styles.facts}>
        <dt>From</dt>
        <dd>{from}</dd>
        <dt>To</dt>
        <dd>{to.join(', ')}</dd>
        <dt>Why</dt>
        <dd>
          {purposeText(purpose)}
          {ticket && (
            <>
              {' '}
              in <Link to={`/tickets/${ticket.number}`}>#{ticket.number}</Link>
            </>
          )}
        </dd>
        <dt>Written</dt>
        <dd>
          <Ago at={createdAt} />
        </dd>
        {nextAttemptAt && (
          <>
            <dt>Next try</dt>
            <dd>{new Date(nextAttemptAt).toLocaleTimeString()}</dd>
          </>
        )}
      </dl>
      <DeliveryLine delivery={delivery} />
      <article className={styles.mail} aria-label="Text of the mail">
        {text === null ? (
          <p className={styles.dim}>The text held a secret link and was wiped once the mail was sent.</p>
        ) : (
          <PlainText text={text} />
        )}
      </article>
    </div>
  )
}
