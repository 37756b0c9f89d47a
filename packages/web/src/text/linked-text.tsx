import { linkParts } from './link-parts.ts'

/** Plain text as it was written, with its web addresses to click on. */
export function LinkedText({ text, className }: { text: string; className?: string }) {
  return (
    <div className={className} dir="auto">
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
