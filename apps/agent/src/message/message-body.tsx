import type { Message } from '@gotrs/contract/messages'
import { hasRemoteImages, withRemoteImages } from '@gotrs/contract/remote-images'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconPhotoDown } from '@tabler/icons-react'
import { HtmlFrame } from './html-frame.tsx'
import styles from './message.module.css'
import { PlainText } from './plain-text.tsx'

/** The author's text; the quoted text is folded behind "…". Remote images load on request. */
export function MessageBody({ message }: { message: Message }) {
  const [isQuoteOpen, quote] = useDisclosure(false)
  const [areImagesAsked, images] = useDisclosure(false)
  const { id, html, text, quotedHtml, quotedText, author } = message
  const shown = (body: string) => (areImagesAsked ? withRemoteImages(body, id) : body)
  const areImagesHidden = !areImagesAsked && (hasRemoteImages(html) || (isQuoteOpen && hasRemoteImages(quotedHtml)))
  return (
    <>
      {html ? (
        <HtmlFrame html={shown(html)} text={text} title={`Message by ${author.name}`} />
      ) : (
        <PlainText text={text} />
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
            <HtmlFrame html={shown(quotedHtml)} text={quotedText ?? ''} title={`Text quoted by ${author.name}`} />
          ) : (
            <PlainText text={quotedText ?? ''} />
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
