import type { Attachment } from '@gotrs/contract/attachments'
import { sizeText } from '@gotrs/web/files/size-text'
import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import styles from './file-preview.module.css'
import { maxTextBytes, readText } from './read-text.ts'

/** The beginning of a file of text. */
export function TextPreview({ file }: { file: Attachment }) {
  const { text, error, retry } = useText(file.id)
  if (error) return <FailureNotice error={error} onRetry={retry} />
  if (text === undefined) return <Skeleton height={320} />
  return (
    <>
      {file.size > maxTextBytes && (
        <p className={styles.hint}>
          The first {sizeText(maxTextBytes)} of {sizeText(file.size)}. Download the file to see all of it.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.text} tabIndex={0} aria-label={`Text of ${file.filename}`}>
        <pre>{text || 'This file is empty.'}</pre>
      </section>
    </>
  )
}

/** By hand, because a query would bring its code into the first load of every ticket. */
function useText(fileId: string) {
  const [read, setRead] = useState<{ text?: string; error?: unknown }>({})
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt reads again
  useEffect(() => {
    const leaving = new AbortController()
    readText(fileId, leaving.signal).then(
      text => setRead({ text }),
      error => leaving.signal.aborted || setRead({ error }),
    )
    return () => leaving.abort()
  }, [fileId, attempt])
  const retry = () => {
    setRead({})
    setAttempt(attempt + 1)
  }
  return { ...read, retry }
}
