import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { getQueryKey } from '@trpc/react-query'
import { Link, useSearchParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { usePages } from '../api/use-pages.ts'
import { EmptyNotice } from '../shell/empty-notice.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Ago } from '../time/ago.tsx'
import { mailName, sourceText } from './mail-in-text.ts'
import { OutcomeLine } from './outcome-line.tsx'
import { PageTitle } from './page-title.tsx'
import styles from './settings.module.css'

const states = [
  { value: 'all', label: 'All', empty: 'No mail yet' },
  { value: 'waiting', label: 'Waiting', empty: 'Every mail has been read' },
  { value: 'quarantined', label: 'Quarantined', empty: 'No mail is kept back' },
  { value: 'done', label: 'Done', empty: 'No mail here' },
] as const

/** Every mail that has come in, newest first, and what became of it. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const chosen = states.find(known => known.value === search.get('state')) ?? states[0]
  const { client } = trpc.useUtils()
  const input = { state: chosen.value, limit: 50 }
  const mails = usePages({
    queryKey: getQueryKey(trpc.inbound.list, input, 'infinite'),
    load: (cursor, signal) => client.inbound.list.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const items = mails.data?.pages.flatMap(page => page.items) ?? []
  return (
    <div className={styles.widePage}>
      <PageTitle title="Mail in">
        <SegmentedControl
          aria-label="Which mails"
          data={states.map(({ value, label }) => ({ value, label }))}
          value={chosen.value}
          onChange={value => setSearch(value === 'all' ? {} : { state: value })}
        />
      </PageTitle>
      {mails.isPending && <Skeleton height={240} />}
      {mails.error && items.length === 0 && <FailureNotice error={mails.error} onRetry={mails.refetch} />}
      {mails.isSuccess && items.length === 0 && (
        <EmptyNotice title={chosen.empty}>
          Every mail to a mailbox appears here as it came, with what became of it. None is thrown away.
        </EmptyNotice>
      )}
      {items.length > 0 && (
        <ul className={styles.rows}>
          {items.map(mail => (
            <li key={mail.id} className={styles.row}>
              <Link to={`/settings/mail-in/${mail.id}`} className={styles.rowLink}>
                {mailName(mail)}
              </Link>
              <span className={`${styles.dim} ${styles.push}`}>
                <Ago at={mail.receivedAt} />
              </span>
              <span className={`${styles.dim} ${styles.wholeLine}`}>
                {sourceText(mail.source)} to {mail.mailbox.name}
              </span>
              <OutcomeLine mail={mail} />
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
