import { Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import { listSearch } from '../list/list-params.ts'
import styles from './dashboard.module.css'

type FigureLinkProps = { label: string; q: string | undefined; figure: string | undefined }

/** One figure, which opens its list. */
export const FigureLink = ({ label, q, figure }: FigureLinkProps) => (
  <li>
    <Link to={`/tickets${listSearch({ q: q ?? '' })}`} className={styles.figure}>
      <span className={styles.label}>{label}</span>
      {figure === undefined ? (
        <Skeleton height={26} width={48} my={3} />
      ) : (
        <strong className={styles.number}>{figure}</strong>
      )}
    </Link>
  </li>
)
