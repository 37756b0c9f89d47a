import { sizeText } from '@gotrs/web/files/size-text'
import styles from './raw-text.module.css'
import { splitRaw } from './split-raw.ts'

type RawTextProps = { rawText: string; isRawCut: boolean; size: number }

/** A mail as it came over the line: its header, then the rest. */
export function RawText({ rawText, isRawCut, size }: RawTextProps) {
  const { head, body } = splitRaw(rawText)
  return (
    <>
      <RawPart label="Header" text={head} />
      <RawPart label="Body" text={body || 'Empty'} />
      {isRawCut && (
        <p className={styles.hint}>
          This shows the first 200 kB of {sizeText(size)}. Download the file to see all of it.
        </p>
      )}
    </>
  )
}

function RawPart({ label, text }: { label: string; text: string }) {
  return (
    <>
      <h2 className={styles.rawLabel}>{label}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.raw} aria-label={`${label} of the original mail`} tabIndex={0}>
        <pre>{text}</pre>
      </section>
    </>
  )
}
