import { encryptionText } from '@gotrs/contract/encryption-text'
import { filesBelow } from '@gotrs/contract/files-below'
import type { Message } from '@gotrs/contract/messages'
import { hasRemoteImages, withRemoteImages } from '@gotrs/contract/remote-images'
import { isSenderCertain, senderWords } from '@gotrs/contract/sender-verdict'
import { InvitationCard } from '@gotrs/web/mail/invitation-card.tsx'
import { LinkedText } from '@gotrs/web/text/linked-text.tsx'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useDesk } from '../frame/desk.ts'
import { Attachments } from './attachments.tsx'
import { HtmlBody } from './html-body.tsx'
import classes from './message.module.css'

/** One message: whose, when, what, and what came with it. Ours bear the business's name. */
export function MessageView({ message, userId }: { message: Message; userId: string }) {
  const businessName = useDesk()?.businessName
  const { author } = message
  const [areImagesAsked, setImagesAsked] = useState(false)
  const [isQuoteOpen, setQuoteOpen] = useState(false)
  const shown = (html: string | null) => (html && areImagesAsked ? withRemoteImages(html, message.id) : html)
  const areImagesHidden =
    !areImagesAsked && (hasRemoteImages(message.html) || (isQuoteOpen && hasRemoteImages(message.quotedHtml)))
  const isInDoubt = message.senderVerdict === 'contradicted'
  const isOurs = author.role !== 'customer' && isSenderCertain(message.senderVerdict)
  const isOwn = author.id === userId
  const name = isOwn && !isInDoubt ? 'You' : author.name
  const files = filesBelow(message)
  const encrypted = encryptionText(message, files.length > 0)
  return (
    <article className={isOurs ? `${classes.message} ${classes.ours}` : classes.message} aria-label={`${name} wrote`}>
      <header className={classes.head}>
        <span className={classes.author}>{name}</span>
        {isOurs && businessName ? <span className={classes.business}>{businessName}</span> : null}
        <Ago at={message.createdAt} />
      </header>
      {isInDoubt ? <p className={classes.remark}>{doubtText(isOwn, author.name)}</p> : null}
      {message.invitation ? <InvitationCard invitation={message.invitation} /> : null}
      {encrypted ? <p className={classes.remark}>{encrypted}</p> : null}
      <Body html={shown(message.html)} text={message.text} title={`Message from ${name}`} />
      <Quoted
        html={shown(message.quotedHtml)}
        text={message.quotedText ?? ''}
        name={name}
        isOpen={isQuoteOpen}
        onToggle={() => setQuoteOpen(!isQuoteOpen)}
      />
      {areImagesHidden ? (
        <p className={classes.remote}>
          <Button onClick={() => setImagesAsked(true)}>Load remote images</Button>
          <span>The sender can see that somebody opened the message, but not who.</span>
        </p>
      ) : null}
      <Attachments files={files} />
    </article>
  )
}

/** Anybody can write any address on a mail: what came under one's own name may be somebody else's. */
function doubtText(isOwn: boolean, name: string): string {
  const { label } = senderWords.contradicted
  return isOwn
    ? `${label}: this came by mail under your address. If you did not send it, tell us in a reply.`
    : `${label}: this came by mail under the name of ${name}.`
}

function Body({ html, text, title }: { html: string | null; text: string; title: string }) {
  if (html) return <HtmlBody html={html} text={text} title={title} />
  return text.trim() ? <LinkedText className={classes.text} text={text} /> : null
}

type QuotedProps = { html: string | null; text: string; name: string; isOpen: boolean; onToggle: () => void }

/** Quoted text, collapsed because it usually repeats an earlier message. */
function Quoted({ html, text, name, isOpen, onToggle }: QuotedProps) {
  if (!html && !text.trim()) return null
  return (
    <>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={isOpen}
        aria-label={isOpen ? 'Hide quoted text' : 'Show quoted text'}
        title={isOpen ? 'Hide quoted text' : 'Show quoted text'}
        onClick={onToggle}
      >
        …
      </button>
      {isOpen ? (
        <div className={classes.quoted}>
          <Body html={html} text={text} title={`Quoted by ${name}`} />
        </div>
      ) : null}
    </>
  )
}
