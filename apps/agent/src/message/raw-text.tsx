import { sizeText } from '@gotrs/web/files/size-text'
import styles from './message.module.css'
import { splitRaw } from './split-raw.ts'

type RawTextProps = { rawText: string; isRawCut: boolean; size: number }

/** A mail as it came over the line: its header, then the rest. */
export function RawText({ rawText, isRawCut, size }: RawTextProps) {
  const { head, body } = splitRaw(rawText)
  return (
    <>
      <RawPart label="Header" text={head} />
      <RawPart label="Body" text={body || 'It is empty.'} />
      {isRawCut && (
        <p className={styles.hint}>The first 200 kB of {sizeText(size)} are shown. The file has all of it.</p>
      )}
    </>
  )
}

function RawPart({ label, text }: { label: string; text: string }) {
  return (
    <>
      <h2 className={styles.rawLabel}>{label}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.raw} aria-label={`${label} of the mail as it came`} tabIndex={0}>
        <pre>{text}</pre>
      </section>
    </>
  )
}
