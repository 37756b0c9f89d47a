import { markedText } from '@gotrs/contract/search/excerpt'
import type { Phrase } from '@gotrs/contract/search/phrase'
import { LinkedText } from '@gotrs/web/text/linked-text.tsx'
import { MarkedText } from '@gotrs/web/text/marked-text.tsx'
import { maxMarks } from './mark-words.ts'
import styles from './message.module.css'

type PlainTextProps = { text: string; phrases?: readonly Phrase[] }

/** Text as it was written, with its web addresses to click on, and with what was searched for marked. */
export function PlainText({ text, phrases = [] }: PlainTextProps) {
  if (phrases.length === 0) return <LinkedText className={styles.text} text={text} />
  const show = (words: string) => <MarkedText excerpt={markedText(words, phrases, maxMarks)} />
  return <LinkedText className={styles.text} text={text} show={show} />
}
