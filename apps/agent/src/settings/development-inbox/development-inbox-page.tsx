import type { DevelopmentMail } from '@gotrs/contract/outbox'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, Skeleton, Text } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { PlainText } from '../../message/plain-text.tsx'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { subjectText } from '../inbound/inbound-text.ts'
import { purposeText } from '../outbox/outbox-text.ts'
import box from '../parts/box.module.css'
import { Page } from '../parts/page.tsx'
import { PageFailure } from '../parts/page-failure.tsx'
import rows from '../parts/rows.module.css'

/** Caught mails with their links, for trying the desk out: it is there while no mail leaves this machine. */
export function Component() {
  const mails = trpc.developmentInbox.list.useQuery()
  if (mails.error) return <PageFailure title="Development inbox" error={mails.error} onRetry={mails.refetch} />
  return (
    <Page
      title="Development inbox"
      isWide
      actions={
        <Button variant="default" loading={mails.isFetching} onClick={() => mails.refetch()}>
          Refresh
        </Button>
      }
    >
      <Text c="dimmed" maw={640} mb={16}>
        GOTRS sends no mail, and only this machine can reach it. This page shows the newest 50 mails, including those
        with login links. To send mail and hide this page, set SMTP_URL.
      </Text>
      {mails.isPending && <Skeleton height={160} />}
      {mails.data?.length === 0 && (
        <EmptyNotice title="No mail yet">
          Reset a password or register in the portal, and the mail appears here.
        </EmptyNotice>
      )}
      {mails.data && mails.data.length > 0 && (
        <ul className={rows.rows} aria-label="Caught mails">
          {mails.data.map(mail => (
            <li key={mail.id} className={rows.row}>
              <Mail mail={mail} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function Mail({ mail }: { mail: DevelopmentMail }) {
  return (
    <details className={rows.fill}>
      <summary>
        <strong className={rows.breakable}>{mail.to.join(', ')}</strong> <bdi>{subjectText(mail.subject)}</bdi>{' '}
        <span className={rows.dim}>
          {purposeText(mail.purpose)} · <Ago at={mail.createdAt} />
        </span>
      </summary>
      <article className={box.mail} aria-label={`Text of the mail to ${mail.to.join(', ')}`}>
        {mail.text === null ? (
          <p className={rows.dim}>The link was used or has expired, so GOTRS deleted the text.</p>
        ) : (
          <PlainText text={mail.text} />
        )}
      </article>
    </details>
  )
}
