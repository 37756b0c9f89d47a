import { Title } from '@mantine/core'
import { Suspense } from 'react'
import { SearchField } from '../search/search-field.tsx'
import { lazyPart } from '../shell/lazy-part.ts'
import { MenuButton } from '../shell/menu-button.tsx'
import styles from './list-head.module.css'
import { useSelection } from './selection.ts'
import { SortMenu } from './sort-menu.tsx'

type ListHeadProps = { name: string; error: unknown; isLoaded: boolean; isBesideTicket: boolean; hasMore: boolean }

const BulkBar = lazyPart(() => import('./bulk/bulk-bar.tsx'))

/** What is listed, and everything that changes it. */
export function ListHead({ name, error, isLoaded, isBesideTicket, hasMore }: ListHeadProps) {
  const isSelecting = useSelection().ids.size > 0
  const line = (
    <>
      {!isBesideTicket && <MenuButton />}
      <Title order={isBesideTicket ? 2 : 1} size="h2" className={styles.name}>
        {name}
      </Title>
      <SortMenu />
    </>
  )
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        {isSelecting ? (
          <Suspense fallback={line}>
            <BulkBar hasMore={hasMore} />
          </Suspense>
        ) : (
          line
        )}
      </div>
      <SearchField error={error} isLoaded={isLoaded} />
    </header>
  )
}
