import type { Message } from '@gotrs/contract/messages'
import { useState } from 'react'
import { useDesk } from '../frame/desk.ts'
import { Time } from '../words/time.tsx'
import { Attachments } from './attachments.tsx'
import { HtmlBody } from './html-body.tsx'
import classes from './message.module.css'
import { TextBody } from './text-body.tsx'

/** One message: whose, when, what, and what came with it. Ours bear the business's name. */
export function MessageView({ message, userId }: { message: Message; userId: string }) {
  const businessName = useDesk()?.businessName
  const { author } = message
  const isOurs = author.role !== 'customer'
  const name = author.id === userId ? 'You' : author.name
  // Pictures inside the text are not shown a second time below it.
  const files = message.attachments.filter(file => !(file.isInline && message.html))
  return (
    <article className={isOurs ? `${classes.message} ${classes.ours}` : classes.message} aria-label={`${name} wrote`}>
      <header className={classes.head}>
        <span className={classes.author}>{name}</span>
        {isOurs && businessName ? <span className={classes.business}>{businessName}</span> : null}
        <Time at={message.createdAt} />
      </header>
      <Body html={message.html} text={message.text} title={`Message from ${name}`} />
      <Quoted message={message} name={name} />
      <Attachments files={files} />
    </article>
  )
}

function Body({ html, text, title }: { html: string | null; text: string; title: string }) {
  if (html) return <HtmlBody html={html} text={text} title={title} />
  return text.trim() ? <TextBody text={text} /> : null
}

/** What the author quoted, folded away: it mostly stands above already. */
function Quoted({ message, name }: { message: Message; name: string }) {
  const [isShown, setShown] = useState(false)
  const { quotedHtml, quotedText } = message
  if (!quotedHtml && !quotedText?.trim()) return null
  return (
    <>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={isShown}
        aria-label={isShown ? 'Hide quoted text' : 'Show quoted text'}
        title={isShown ? 'Hide quoted text' : 'Show quoted text'}
        onClick={() => setShown(!isShown)}
      >
        …
      </button>
      {isShown ? (
        <div className={classes.quoted}>
          <Body html={quotedHtml} text={quotedText ?? ''} title={`Quoted by ${name}`} />
        </div>
      ) : null}
    </>
  )
}
