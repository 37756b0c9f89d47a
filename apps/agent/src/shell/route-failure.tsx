import { Button } from '@mantine/core'
import { useRouteError } from 'react-router'
import { ButtonLink } from './button-link.tsx'
import styles from './notices.module.css'

/** A page that broke, or whose code could not be loaded (after an upgrade, say). */
export function RouteFailure() {
  const error = useRouteError()
  const isCodeMissing = error instanceof TypeError && /import|module/i.test(error.message)
  return (
    <main className={styles.notice} id="main">
      <h1 className={styles.title}>{isCodeMissing ? 'This page has a new version' : 'This page broke'}</h1>
      <p>{isCodeMissing ? 'Load it again to get it.' : 'Your drafts are kept on the server. Load the page again.'}</p>
      <Button onClick={() => window.location.reload()}>Load again</Button>
    </main>
  )
}

export function NotFoundPage() {
  return (
    <main className={styles.notice} id="main">
      <h1 className={styles.title}>There is no such page</h1>
      <p>The address may be mistyped, or the page has moved.</p>
      <ButtonLink to="/">Go to the open tickets</ButtonLink>
    </main>
  )
}
