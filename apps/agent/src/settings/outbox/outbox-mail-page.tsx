import type { OutboundMailDetail } from '@gotrs/contract/outbox'
import { sizeText } from '@gotrs/web/files/size-text'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Group, Skeleton } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { DeliveryLine } from '../../message/delivery-line.tsx'
import { HtmlFrame } from '../../message/html-frame.tsx'
import { PlainText } from '../../message/plain-text.tsx'
import { useCan } from '../../session/use-session.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { ReasonButton } from '../../shell/reason-button.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import box from '../parts/box.module.css'
import { Facts } from '../parts/facts.tsx'
import list from '../parts/mail-list.module.css'
import { Page } from '../parts/page.tsx'
import { PageFailure } from '../parts/page-failure.tsx'
import rows from '../parts/rows.module.css'
import styles from './outbox.module.css'
import { outboxTitle, purposeText, recipientWord } from './outbox-text.ts'

/** One outgoing mail as its reader gets it; its links can be followed from here. */
export function Component() {
  const { mailId = '' } = useParams()
  const mail = trpc.outbox.get.useQuery({ mailId })
  if (mail.error) return <PageFailure title="Outgoing mail" error={mail.error} onRetry={mail.refetch} />
  if (!mail.data) return <Skeleton height={420} maw={960} />
  return (
    <Page
      title={outboxTitle(mail.data)}
      isWide
      actions={
        <ButtonLink to="/settings/outbox" variant="default">
          Back to outgoing mail
        </ButtonLink>
      }
    >
      <DeliveryLine delivery={mail.data.delivery} />
      <Verbs mail={mail.data} />
      <MailFacts mail={mail.data} />
      <Recipients mail={mail.data} />
      <article className={box.mail} aria-label="Text of the mail">
        <Body mail={mail.data} />
      </article>
      {mail.data.headers.length > 0 && (
        <details className={styles.headers}>
          <summary>Header</summary>
          <Facts facts={mail.data.headers.map(({ name, value }) => [name, value])} />
        </details>
      )}
    </Page>
  )
}

function Verbs({ mail }: { mail: OutboundMailDetail }) {
  const may = useCan()
  const utils = trpc.useUtils()
  const after = (words: string) => ({
    onSuccess: async () => {
      await utils.outbox.invalidate()
      toast(words)
    },
    onError: toastError,
  })
  const retry = trpc.outbox.retry.useMutation(after('The mail is queued again'))
  const cancel = trpc.outbox.cancel.useMutation(after('Mail cancelled'))
  if (!may('outbox.manage')) return null
  const { status } = mail.delivery
  const canRetry = ['failed', 'cancelled', 'unknown'].includes(status)
  const canCancel = status === 'queued' || status === 'unknown'
  return (
    <Group gap={8} my={12}>
      <ReasonButton
        variant="default"
        reason={canRetry ? null : 'Only a mail that failed, was cancelled or has an unknown result can be sent again'}
        hint="Sends the mail to the recipients who did not get it"
        loading={retry.isPending}
        onClick={() => retry.mutate({ mailId: mail.id })}
      >
        Send again
      </ReasonButton>
      <ReasonButton
        variant="default"
        reason={canCancel ? null : 'Only a waiting mail can be cancelled'}
        loading={cancel.isPending}
        onClick={() => cancel.mutate({ mailId: mail.id })}
      >
        Cancel sending
      </ReasonButton>
    </Group>
  )
}

function MailFacts({ mail }: { mail: OutboundMailDetail }) {
  const { ticket, purpose, sentAt, attachments } = mail
  return (
    <Facts
      facts={[
        ['From', mail.from],
        [
          'Purpose',
          <>
            {purposeText(purpose)}
            {ticket && (
              <>
                {' '}
                in <Link to={`/tickets/${ticket.number}`}>#{ticket.number}</Link>
              </>
            )}
          </>,
        ],
        ['Mailbox', mail.mailbox.name],
        ['Envelope', mail.envelopeFrom || '<> (automatic mail)'],
        ['Message-ID', mail.messageId],
        ['Files', attachments.map(({ filename, size }) => `${filename} (${sizeText(size)})`).join(', ')],
        ['Written', <Ago key="written" at={mail.createdAt} />],
        ['Sent', sentAt && <Ago key="sent" at={sentAt} />],
      ]}
    />
  )
}

/** Everybody whom the envelope names, with what the server said of each. */
function Recipients({ mail }: { mail: OutboundMailDetail }) {
  return (
    <ul className={`${rows.rows} ${box.afterLine}`} aria-label="Recipients">
      {mail.delivery.recipients.map(({ address, status, response }) => (
        <li key={address} className={rows.row}>
          <div className={list.rowBody}>
            <strong>{address}</strong>
            <span className={rows.push} data-trouble={status === 'failed' || undefined}>
              {recipientWord(status)}
            </span>
            {response && <span className={`${rows.dim} ${rows.wholeLine}`}>{response}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** An answer as its reader gets it; what the desk wrote by itself is plain text, with links that can be followed here. */
function Body({ mail: { isSecret, html, text, purpose } }: { mail: OutboundMailDetail }) {
  if (isSecret) return <p className={rows.dim}>This mail contains a login link, so its content is hidden here.</p>
  if (html !== null && purpose === 'reply')
    return <HtmlFrame html={html} text={text ?? ''} title="The mail as the recipient sees it" />
  if (text !== null) return <PlainText text={text} />
  return <p className={rows.dim}>This mail has no text.</p>
}
