import { Button } from '@mantine/core'
import { useRouteError } from 'react-router'
import { ButtonLink } from './button-link.tsx'
import styles from './notices.module.css'

/** A page that broke, or whose code could not be loaded (after an upgrade, say). */
export function RouteFailure() {
  const error = useRouteError()
  const isCodeMissing = error instanceof TypeError && /import|module/i.test(error.message)
  if (isCodeMissing && !navigator.onLine) return <OfflinePage />
  return (
    <main className={styles.notice} id="main">
      <h1 className={styles.title}>{isCodeMissing ? 'This page has a new version' : 'This page could not be shown'}</h1>
      <p>{isCodeMissing ? 'Reload it.' : 'Reload the page. Your drafts are saved on the server.'}</p>
      <Button onClick={() => window.location.reload()}>Reload</Button>
    </main>
  )
}

const OfflinePage = () => (
  <main className={styles.notice} id="main">
    <h1 className={styles.title}>No connection</h1>
    <p>Load this page again when the connection is back. Your drafts are kept in this browser.</p>
    <Button onClick={() => window.location.reload()}>Reload</Button>
  </main>
)

export function NotFoundPage() {
  return (
    <main className={styles.notice} id="main">
      <h1 className={styles.title}>Page not found</h1>
      <p>Check the address. The page may have moved.</p>
      <ButtonLink to="/">Show open tickets</ButtonLink>
    </main>
  )
}
