import { Skeleton } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { useCan } from '../../session/use-session.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import styles from '../settings.module.css'
import { OAuthNotice } from './mailbox-oauth-notice.tsx'
import { MailboxStateMark } from './mailbox-state-mark.tsx'

/** The addresses that the desk reads and writes mail as, and how each is doing. */
export function Component() {
  const may = useCan()
  const [search] = useSearchParams()
  const mailboxes = trpc.mailboxes.list.useQuery()
  return (
    <div className={styles.widePage}>
      <PageTitle title="Mailboxes">
        {may('mailbox.manage') && <ButtonLink to="/settings/mailboxes/new">New mailbox</ButtonLink>}
      </PageTitle>
      <OAuthNotice isConnected={false} error={search.get('oauthError')} />
      {mailboxes.isPending && <Skeleton height={160} />}
      {mailboxes.error && <FailureNotice error={mailboxes.error} onRetry={mailboxes.refetch} />}
      {mailboxes.data?.length === 0 && (
        <EmptyNotice title="No mailbox yet">
          Add the address your customers write to; its mail becomes tickets.
        </EmptyNotice>
      )}
      {mailboxes.data && mailboxes.data.length > 0 && (
        <ul className={styles.rows}>
          {mailboxes.data.map(mailbox => (
            <li key={mailbox.id} className={styles.row}>
              <Link to={`/settings/mailboxes/${mailbox.id}`} className={styles.rowLink}>
                {mailbox.address}
              </Link>
              <span className={styles.dim}>
                {mailbox.displayName} · into {mailbox.queue.name}
              </span>
              <span className={styles.push}>
                <MailboxStateMark mailbox={mailbox} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
