import { Fragment, type ReactNode } from 'react'
import { linkParts } from './link-parts.ts'

/** `show`: draws the words, and those of an address; left out, they are as they were written. */
type LinkedTextProps = { text: string; className?: string; show?: (words: string) => ReactNode }

/** Plain text as it was written, with its web addresses to click on. */
export function LinkedText({ text, className, show = words => words }: LinkedTextProps) {
  return (
    <div className={className} dir="auto">
      {linkParts(text).map((part, index) =>
        part.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {show(part.text)}
          </a>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
          <Fragment key={index}>{show(part.text)}</Fragment>
        ),
      )}
    </div>
  )
}
