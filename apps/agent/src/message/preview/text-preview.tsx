import type { Attachment } from '@gotrs/contract/attachments'
import { sizeText } from '@gotrs/web/files/size-text'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import styles from './file-preview.module.css'
import { maxTextBytes, readText } from './read-text.ts'

/** The beginning of a file of text. */
export function TextPreview({ file }: { file: Attachment }) {
  const text = useQuery({
    queryKey: ['text of a file', file.id],
    queryFn: ({ signal }) => readText(file.id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (text.error) return <FailureNotice error={text.error} onRetry={text.refetch} />
  if (text.data === undefined) return <Skeleton height={320} />
  return (
    <>
      {file.size > maxTextBytes && (
        <p className={styles.hint}>
          The first {sizeText(maxTextBytes)} of {sizeText(file.size)}. Download the file to see all of it.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.text} tabIndex={0} aria-label={`Text of ${file.filename}`}>
        <pre>{text.data || 'This file is empty.'}</pre>
      </section>
    </>
  )
}
