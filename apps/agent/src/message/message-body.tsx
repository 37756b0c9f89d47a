import type { Message } from '@gotrs/contract/messages'
import { hasRemoteImages, withRemoteImages } from '@gotrs/contract/remote-images'
import { markedText } from '@gotrs/contract/search/excerpt'
import type { Phrase } from '@gotrs/contract/search/phrase'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconPhotoDown } from '@tabler/icons-react'
import { plainHtml } from '../composer/plain-html.ts'
import { useListParams } from '../list/list-params.ts'
import { searchedPhrases } from '../list/searched-phrases.ts'
import { markMentions } from '../mentions/mark-mentions.ts'
import { useMe } from '../session/use-session.ts'
import { HtmlFrame } from './html-frame.tsx'
import styles from './message.module.css'
import { PlainText } from './plain-text.tsx'

/** The author's text; the quoted text is folded behind "…". Remote images load on request. */
export function MessageBody({ message }: { message: Message }) {
  const phrases = searchedPhrases(useListParams().q)
  const [isQuoteOpen, quote] = useDisclosure(isOnlyQuoted(message, phrases))
  const [areImagesAsked, images] = useDisclosure(false)
  const me = useMe()
  const { id, text, quotedHtml, quotedText, author } = message
  const mentions = message.staff?.mentions ?? []
  const html = mentions.length > 0 ? markMentions(message.html ?? plainHtml(text), mentions, me.id) : message.html
  const shown = (body: string) => (areImagesAsked ? withRemoteImages(body, id) : body)
  const areImagesHidden = !areImagesAsked && (hasRemoteImages(html) || (isQuoteOpen && hasRemoteImages(quotedHtml)))
  return (
    <>
      {html ? (
        <HtmlFrame html={shown(html)} text={text} title={`Message by ${author.name}`} phrases={phrases} />
      ) : (
        <PlainText text={text} phrases={phrases} />
      )}
      {(quotedHtml || quotedText) && (
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isQuoteOpen}
          aria-label={isQuoteOpen ? 'Hide quoted text' : 'Show quoted text'}
          title={isQuoteOpen ? 'Hide quoted text' : 'Show quoted text'}
          onClick={quote.toggle}
        >
          <IconDots size={16} aria-hidden />
        </button>
      )}
      {isQuoteOpen && (
        <div className={styles.quote}>
          {quotedHtml ? (
            <HtmlFrame
              html={shown(quotedHtml)}
              text={quotedText ?? ''}
              title={`Text quoted by ${author.name}`}
              phrases={phrases}
            />
          ) : (
            <PlainText text={quotedText ?? ''} phrases={phrases} />
          )}
        </div>
      )}
      {areImagesHidden && (
        <div className={styles.remote}>
          <Button variant="default" leftSection={<IconPhotoDown size={16} aria-hidden />} onClick={images.open}>
            Load remote images
          </Button>
          <span>GOTRS loads them for you. The sender can see that somebody opened the mail, but not who or where.</span>
        </div>
      )}
    </>
  )
}

/** What was searched for is shown at once, also where only the quoted text has it. */
function isOnlyQuoted({ text, quotedText }: Message, phrases: readonly Phrase[]): boolean {
  const has = (part: string) => markedText(part, phrases, 1).marks.length > 0
  return phrases.length > 0 && has(quotedText ?? '') && !has(text)
}
