import { Skeleton } from '@mantine/core'
import { Link, useMatch } from 'react-router'
import { listSearch } from '../list/list-params.ts'
import { countText, type ViewLink } from '../views/view-links.ts'
import styles from './sidebar.module.css'

type SidebarLinksProps = { heading?: string; links: ViewLink[]; current: ViewLink | undefined; isLoading?: boolean }

/** A group of views, each with its count. */
export function SidebarLinks({ heading, links, current, isLoading = false }: SidebarLinksProps) {
  const isListShown = useMatch('/tickets/*') !== null
  if (links.length === 0 && !isLoading) return null
  return (
    <>
      {heading && <h2 className={styles.heading}>{heading}</h2>}
      {isLoading && [0, 1, 2].map(row => <Skeleton key={row} height={16} my={8} mx={8} width="80%" />)}
      <ul className={styles.list}>
        {links.map(link => (
          <li key={link.key}>
            <Link
              to={`/tickets${listSearch(link)}`}
              className={styles.link}
              aria-current={isListShown && link.key === current?.key ? 'page' : undefined}
            >
              <span className={styles.name}>{link.name}</span>
              <span className={styles.count}>{link.count === null ? '' : countText(link.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
