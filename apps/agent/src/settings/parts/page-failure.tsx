import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { Page } from './page.tsx'

type PageFailureProps = { title: string; error: unknown; onRetry: () => unknown }

/** A page whose one thing could not be loaded: still says which page it is. */
export function PageFailure({ title, error, onRetry }: PageFailureProps) {
  return (
    <Page title={title} isWide>
      <FailureNotice error={error} onRetry={onRetry} />
    </Page>
  )
}

/** A page of a thing that is not there, or not any more. */
export function PageMissing({ title, hint }: { title: string; hint: string }) {
  return (
    <Page title={title} isWide>
      <EmptyNotice title="It may have been deleted">{hint}</EmptyNotice>
    </Page>
  )
}
