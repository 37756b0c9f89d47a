import { Title } from '@mantine/core'
import { SearchField } from '../search/search-field.tsx'
import { MenuButton } from '../shell/menu-button.tsx'
import styles from './list-head.module.css'
import { SortMenu } from './sort-menu.tsx'

type ListHeadProps = { name: string; error: unknown; isLoaded: boolean; isBesideTicket: boolean }

/** What is listed, and everything that changes it. */
export function ListHead({ name, error, isLoaded, isBesideTicket }: ListHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        {!isBesideTicket && <MenuButton />}
        <Title order={isBesideTicket ? 2 : 1} size="h2" className={styles.name}>
          {name}
        </Title>
        <SortMenu />
      </div>
      <SearchField error={error} isLoaded={isLoaded} />
    </header>
  )
}
