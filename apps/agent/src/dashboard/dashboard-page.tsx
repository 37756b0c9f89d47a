import { fixedViews } from '@gotrs/contract/fixed-views'
import { countText } from '@gotrs/web/text/count-text'
import { trpc } from '../api/trpc.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { MenuButton } from '../shell/menu-button.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import styles from './dashboard.module.css'
import { DayBars } from './day-bars.tsx'
import { FigureLink } from './figure-link.tsx'
import { LongestWaiting } from './longest-waiting.tsx'

const dayWords = {
  created: { today: 'New today', chart: 'New tickets' },
  resolved: { today: 'Resolved today', chart: 'Resolved tickets' },
} as const
const dayKinds = ['created', 'resolved'] as const

/** The state of the work: what is mine, what nobody has, who waits longest, and the last 30 days. Each figure opens its list. */
export function Component() {
  const counts = trpc.views.counts.useQuery()
  const days = trpc.views.days.useQuery({ days: 30 }, { staleTime: 60_000, refetchInterval: 60_000 })
  usePageTitle('Dashboard')
  const shown = days.data?.days
  const today = shown?.at(-1)
  const failed = [counts, days].find(({ error, data }) => error && !data)
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <div className={styles.head}>
        <MenuButton />
        <h1 className={styles.title}>Dashboard</h1>
      </div>
      <ul className={styles.figures} aria-label="Now">
        {(['mine', 'unassigned'] as const).map(name => (
          <FigureLink
            key={name}
            label={fixedViews[name].label}
            q={fixedViews[name].q}
            figure={counts.data && countText(counts.data[name])}
          />
        ))}
        {dayKinds.map(kind => (
          <FigureLink
            key={kind}
            label={dayWords[kind].today}
            q={today && `${kind}:${today.day}`}
            figure={today && String(today[kind])}
          />
        ))}
      </ul>
      <LongestWaiting />
      {failed && <FailureNotice error={failed.error} onRetry={failed.refetch} />}
      {(!days.error || shown) && (
        <div className={styles.charts}>
          {dayKinds.map(kind => (
            <DayBars key={kind} kind={kind} title={dayWords[kind].chart} days={shown} />
          ))}
        </div>
      )}
      <p className={styles.footnote}>
        Days begin and end at midnight UTC, as in the search. A ticket that was reopened no longer counts as resolved.
      </p>
    </main>
  )
}
