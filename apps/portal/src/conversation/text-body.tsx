import { linkify } from './linkify.ts'
import classes from './message.module.css'

/** Plain text as it was written, with its addresses to click on. */
export function TextBody({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      {linkify(text).map(({ kind, value }, index) =>
        kind === 'link' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
          <a key={index} href={value} target="_blank" rel="noopener noreferrer nofollow">
            {value}
          </a>
        ) : (
          value
        ),
      )}
    </div>
  )
}
