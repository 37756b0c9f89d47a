import { linkParts } from './link-parts.ts'
import styles from './message.module.css'

/** Text as it was written, with its web addresses to click on. */
export function PlainText({ text }: { text: string }) {
  return (
    <div className={styles.text} dir="auto">
      {linkParts(text).map((part, index) =>
        part.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </div>
  )
}
