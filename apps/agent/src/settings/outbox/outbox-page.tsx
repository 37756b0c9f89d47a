import type { OutboundMail } from '@gotrs/contract/outbox'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { getQueryKey } from '@trpc/react-query'
import { Link, useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { usePages } from '../../api/use-pages.ts'
import { DeliveryLine } from '../../message/delivery-line.tsx'
import { MailFilterBar } from '../parts/mail-filter-bar.tsx'
import { outboxFilter } from '../parts/mail-filters.ts'
import list from '../parts/mail-list.module.css'
import { MailList } from '../parts/mail-list.tsx'
import rows from '../parts/rows.module.css'
import { outboxTitle, purposeText } from './outbox-text.ts'

const choices = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Not delivered' },
  { value: 'done', label: 'Done' },
  { value: 'cancelled', label: 'Cancelled' },
]

/** Every mail that the desk sends or has sent, newest first. */
export function Component() {
  const [search] = useSearchParams()
  const filter = outboxFilter(search)
  const isNarrowed = Object.keys(filter).length > 1
  const { client } = trpc.useUtils()
  const input = { ...filter, limit: 50 }
  const pages = usePages({
    queryKey: getQueryKey(trpc.outbox.list, input, 'infinite'),
    load: (cursor, signal) => client.outbox.list.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  return (
    <MailList
      title="Outgoing mail"
      filters={<MailFilterBar which={{ name: 'status', choices }} placeholder="Recipient, subject, Message-ID" />}
      pages={pages}
      empty={
        isNarrowed
          ? { title: 'No mail matches', hint: 'Clear the filter to see all outgoing mail.' }
          : {
              title: filter.status === 'failed' ? 'No undelivered mail' : 'No mail yet',
              hint: 'This page lists replies, acknowledgements, notifications and account mails.',
            }
      }
      row={mail => <Row mail={mail} />}
    />
  )
}

function Row({ mail }: { mail: OutboundMail }) {
  return (
    <div className={list.rowBody}>
      <Link to={`/settings/outbox/${mail.id}`} className={rows.rowLink}>
        {mail.to.join(', ') || 'No recipient'} <bdi className={list.subject}>{outboxTitle(mail)}</bdi>
      </Link>
      <span className={`${rows.dim} ${rows.push}`}>
        {mail.isSecret ? 'Content hidden' : purposeText(mail.purpose)} · {mail.mailbox.name} ·{' '}
        <Ago at={mail.createdAt} />
      </span>
      <div className={rows.wholeLine}>
        <DeliveryLine delivery={mail.delivery} />
      </div>
    </div>
  )
}
