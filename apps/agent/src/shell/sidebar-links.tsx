import { countText } from '@gotrs/web/text/count-text'
import { Skeleton } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import { Link, useMatch } from 'react-router'
import { listSearch } from '../list/list-params.ts'
import { sharedBy, type ViewLink } from '../views/view-links.ts'
import styles from './sidebar.module.css'

type SidebarLinksProps = {
  heading?: string
  links: ViewLink[]
  current: ViewLink | undefined
  isLoading?: boolean
  /** Of each link; where they share one, the narrow sidebar shows the first letters instead. */
  iconOf: (link: ViewLink) => Icon
  isIconShared?: boolean
}

/** A group of views, each with its count. */
export function SidebarLinks(props: SidebarLinksProps) {
  const { heading, links, current, isLoading = false, iconOf, isIconShared = false } = props
  const isListShown = useMatch('/tickets/*') !== null
  if (links.length === 0 && !isLoading) return null
  return (
    <>
      {heading && <h2 className={styles.heading}>{heading}</h2>}
      {isLoading && [0, 1, 2].map(row => <Skeleton key={row} height={16} my={6} mx={8} width="80%" />)}
      <ul className={styles.list}>
        {links.map(link => {
          const ViewIcon = iconOf(link)
          return (
            <li key={link.key}>
              <Link
                to={`/tickets${listSearch(link)}`}
                className={styles.link}
                title={[link.name, sharedBy(link)].filter(Boolean).join(', ')}
                aria-current={isListShown && link.key === current?.key ? 'page' : undefined}
              >
                <ViewIcon size={16} stroke={1.5} aria-hidden className={isIconShared ? styles.sharedIcon : undefined} />
                {isIconShared && (
                  <span className={styles.letters} aria-hidden>
                    {link.name.slice(0, 2)}
                  </span>
                )}
                <span className={styles.name}>{link.name}</span>
                <span className={styles.count}>{link.count === null ? '' : countText(link.count)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </>
  )
}
