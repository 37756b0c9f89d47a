import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { getQueryKey } from '@trpc/react-query'
import { Link, useSearchParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { usePages } from '../api/use-pages.ts'
import { DeliveryLine } from '../message/delivery-line.tsx'
import { EmptyNotice } from '../shell/empty-notice.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Ago } from '../time/ago.tsx'
import { purposeText } from './outbox-text.ts'
import { PageTitle } from './page-title.tsx'
import styles from './settings.module.css'

const statuses = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Not delivered' },
  { value: 'done', label: 'Done' },
] as const
type Status = (typeof statuses)[number]['value']

/** Every mail that the desk sends or has sent, newest first. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const status = statuses.find(known => known.value === search.get('status'))?.value ?? 'all'
  const { client } = trpc.useUtils()
  const input = { status, limit: 50 }
  const mails = usePages({
    queryKey: getQueryKey(trpc.outbox.list, input, 'infinite'),
    load: (cursor, signal) => client.outbox.list.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const items = mails.data?.pages.flatMap(page => page.items) ?? []
  return (
    <div className={styles.widePage}>
      <PageTitle title="Outbox">
        <SegmentedControl
          aria-label="Which mails"
          data={[...statuses]}
          value={status}
          onChange={value => setSearch(value === 'all' ? {} : { status: value as Status })}
        />
      </PageTitle>
      {mails.isPending && <Skeleton height={240} />}
      {mails.error && items.length === 0 && <FailureNotice error={mails.error} onRetry={mails.refetch} />}
      {mails.isSuccess && items.length === 0 && (
        <EmptyNotice title={status === 'failed' ? 'Everything was delivered' : 'No mail here'}>
          Answers, acknowledgements and links to set a password appear here as they leave.
        </EmptyNotice>
      )}
      {items.length > 0 && (
        <ul className={styles.rows}>
          {items.map(mail => (
            <li key={mail.id} className={styles.row}>
              <Link to={`/settings/outbox/${mail.id}`} className={styles.rowLink}>
                {mail.subject}
              </Link>
              <span className={`${styles.dim} ${styles.push}`}>
                <Ago at={mail.createdAt} />
              </span>
              <span className={`${styles.dim} ${styles.wholeLine}`}>
                {purposeText(mail.purpose)} to {mail.to.join(', ')}
              </span>
              <DeliveryLine delivery={mail.delivery} />
            </li>
          ))}
        </ul>
      )}
      {mails.hasNextPage && (
        <Button mt="md" variant="default" loading={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
          Load more
        </Button>
      )}
    </div>
  )
}
