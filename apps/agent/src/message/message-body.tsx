import type { Message } from '@gotrs/contract/messages'
import { useDisclosure } from '@mantine/hooks'
import { IconDots } from '@tabler/icons-react'
import { HtmlFrame } from './html-frame.tsx'
import styles from './message.module.css'
import { PlainText } from './plain-text.tsx'

/** What the author wrote; what they quoted is folded behind "…". */
export function MessageBody({ message }: { message: Message }) {
  const [isQuoteOpen, quote] = useDisclosure(false)
  const { html, text, quotedHtml, quotedText, author } = message
  const hasRemoteImages = Boolean(
    html?.includes('data-remote-src') || (isQuoteOpen && quotedHtml?.includes('data-remote-src')),
  )
  return (
    <>
      {html ? <HtmlFrame html={html} title={`Message by ${author.name}`} /> : <PlainText text={text} />}
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
            <HtmlFrame html={quotedHtml} title={`Text quoted by ${author.name}`} />
          ) : (
            <PlainText text={quotedText ?? ''} />
          )}
        </div>
      )}
      {hasRemoteImages && (
        <p className={styles.hint}>Remote images are hidden, so that nobody learns that you read this.</p>
      )}
    </>
  )
}
