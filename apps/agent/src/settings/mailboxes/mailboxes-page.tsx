import { Skeleton } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { useCan } from '../../session/use-session.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Page } from '../parts/page.tsx'
import rows from '../parts/rows.module.css'
import { OAuthNotice } from './mailbox-oauth-notice.tsx'
import { MailboxStateMark } from './mailbox-state-mark.tsx'

/** The addresses that the desk reads and writes mail as, and how each is doing. */
export function Component() {
  const may = useCan()
  const [search] = useSearchParams()
  const mailboxes = trpc.mailboxes.list.useQuery()
  return (
    <Page
      title="Mailboxes"
      isWide
      actions={may('mailbox.manage') && <ButtonLink to="/settings/mailboxes/new">New mailbox</ButtonLink>}
    >
      <OAuthNotice isConnected={false} error={search.get('oauthError')} />
      {mailboxes.isPending && <Skeleton height={160} />}
      {mailboxes.error && <FailureNotice error={mailboxes.error} onRetry={mailboxes.refetch} />}
      {mailboxes.data?.length === 0 && (
        <EmptyNotice title="No mailbox yet">
          Add the address that your customers write to. Its mail becomes tickets.
        </EmptyNotice>
      )}
      {mailboxes.data && mailboxes.data.length > 0 && (
        <ul className={rows.rows}>
          {mailboxes.data.map(mailbox => (
            <li key={mailbox.id} className={rows.row}>
              <Link to={`/settings/mailboxes/${mailbox.id}`} className={rows.rowLink}>
                {mailbox.address}
              </Link>
              <span className={rows.dim}>
                {mailbox.displayName} · into {mailbox.queue.name}
              </span>
              <span className={rows.push}>
                <MailboxStateMark mailbox={mailbox} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
