import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import styles from '../settings.module.css'
import { PageTitle } from './page-title.tsx'

type PageFailureProps = { title: string; error: unknown; onRetry: () => unknown }

/** A page whose one thing could not be loaded: still says which page it is. */
export function PageFailure({ title, error, onRetry }: PageFailureProps) {
  return (
    <div className={styles.widePage}>
      <PageTitle title={title} />
      <FailureNotice error={error} onRetry={onRetry} />
    </div>
  )
}

/** A page of a thing that is not there, or not any more. */
export function PageMissing({ title, hint }: { title: string; hint: string }) {
  return (
    <div className={styles.widePage}>
      <PageTitle title={title} />
      <EmptyNotice title="It may have been removed">{hint}</EmptyNotice>
    </div>
  )
}
