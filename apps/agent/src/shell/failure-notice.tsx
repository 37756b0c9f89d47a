import { isRefusal } from '@gotrs/web/errors/failure'
import { Button } from '@mantine/core'
import { errorText } from '../api/error-text.ts'
import styles from './notices.module.css'

type FailureNoticeProps = { error: unknown; onRetry?: () => unknown; isWholePage?: boolean }

/** What happened and what to do, where something should have been shown. */
export function FailureNotice({ error, onRetry, isWholePage = false }: FailureNoticeProps) {
  const Frame = isWholePage ? 'main' : 'div'
  return (
    <Frame className={styles.notice} role={isWholePage ? undefined : 'alert'}>
      {isWholePage ? <h1 className={styles.title}>This page could not be loaded</h1> : null}
      <p>{errorText(error)}</p>
      {onRetry && !isRefusal(error) && (
        <Button variant="default" onClick={() => void onRetry()}>
          Try again
        </Button>
      )}
    </Frame>
  )
}
