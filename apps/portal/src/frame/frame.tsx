import { Suspense, useEffect } from 'react'
import { Outlet, useLocation, useNavigationType } from 'react-router'
import { LiveUpdates } from '../api/live-updates.tsx'
import { Note } from '../controls/note.tsx'
import { Loading, Skeleton } from '../controls/skeleton.tsx'
import { useMe } from '../session/session.ts'
import { Announcer } from './announcer.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Header } from './header.tsx'
import classes from './page.module.css'

/** The frame around every screen. */
export function Frame() {
  const me = useMe()
  const { pathname } = useLocation()
  useScrollToTop(pathname)
  return (
    <>
      <a className="button skip-link" href="#content">
        Skip to the content
      </a>
      <Header />
      <main className="column" id="content" tabIndex={-1}>
        {me && me.role !== 'customer' ? (
          <Note>
            You are logged in as staff. Requests are answered in the <a href="/agent">agent app</a>.
          </Note>
        ) : null}
        <ErrorBoundary path={pathname}>
          <Suspense fallback={<ScreenSkeleton />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Announcer />
      {me ? <LiveUpdates key={me.id} /> : null}
    </>
  )
}

/** A screen that is still being loaded, when there was none before it. */
const ScreenSkeleton = () => (
  <div className={classes.skeleton}>
    <Loading />
    <Skeleton height={33} width="50%" />
    <Skeleton height={200} />
  </div>
)

/** A link starts at the top of the next screen; going back is left to the browser. */
function useScrollToTop(pathname: string) {
  const kind = useNavigationType()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what this is about
  useEffect(() => {
    if (kind !== 'POP') window.scrollTo(0, 0)
  }, [pathname, kind])
}
