import type { DayCounts } from '@gotrs/contract/views'
import { Link } from 'react-router'
import { listSearch } from '../list/list-params.ts'
import styles from './dashboard.module.css'

type Day = DayCounts['days'][number]
type DayBarsProps = { kind: 'created' | 'resolved'; title: string; days: Day[] | undefined }

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const dayText = (day: string) => dayFormat.format(Date.parse(day))

/** A bar for each day, which opens the tickets of that day. */
export function DayBars({ kind, title, days = [] }: DayBarsProps) {
  const most = Math.max(1, ...days.map(day => day[kind]))
  const total = days.reduce((sum, day) => sum + day[kind], 0)
  const [first, last] = [days.at(0)?.day, days.at(-1)?.day]
  const id = `days-${kind}`
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.chartTitle}>
        {title} <span className={styles.total}>{days.length > 0 && `${total} in 30 days`}</span>
      </h2>
      <ol className={styles.bars} aria-busy={days.length === 0}>
        {days.map(day => (
          <li key={day.day}>
            <Link
              to={`/tickets${listSearch({ q: `${kind}:${day.day}`, sort: 'newest' })}`}
              className={styles.bar}
              title={`${dayText(day.day)}: ${day[kind]}`}
              aria-label={`${dayText(day.day)}: ${day[kind]}`}
            >
              <span style={{ height: `${(100 * day[kind]) / most}%` }} />
            </Link>
          </li>
        ))}
      </ol>
      <p className={styles.scale} aria-hidden>
        <span>{first && dayText(first)}</span>
        <span>{days.length > 0 && `most: ${most}`}</span>
        <span>{last && dayText(last)}</span>
      </p>
    </section>
  )
}
