import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { usePages } from '../../api/use-pages.ts'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Page } from './page.tsx'
import rows from './rows.module.css'

type Pages<T> = ReturnType<typeof usePages<{ items: T[]; nextCursor: string | null }>>

type MailListProps<T> = {
  title: string
  filters: ReactNode
  pages: Pages<T>
  empty: { title: string; hint: string }
  row: (mail: T) => ReactNode
}

/** The frame of a mail list: filters, rows, and a notice when the list is empty. */
export function MailList<T extends { id: string }>({ title, filters, pages, empty, row }: MailListProps<T>) {
  const items = itemsOf(pages)
  return (
    <Page title={title} isWide>
      {filters}
      {pages.isPending && <Skeleton height={320} />}
      {pages.error && <FailureNotice error={pages.error} onRetry={pages.refetch} />}
      {pages.isSuccess && items.length === 0 && <EmptyNotice title={empty.title}>{empty.hint}</EmptyNotice>}
      {items.length > 0 && (
        <ul className={rows.rows} aria-label={title} data-stale={pages.isPlaceholderData || undefined}>
          {items.map(mail => (
            <li key={mail.id} className={rows.row}>
              {row(mail)}
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button mt="md" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Load more
        </Button>
      )}
    </Page>
  )
}

export const itemsOf = <T,>(pages: Pages<T>): T[] => pages.data?.pages.flatMap(page => page.items) ?? []
