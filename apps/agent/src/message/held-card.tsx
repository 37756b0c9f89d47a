import { filesBelow } from '@gotrs/contract/files-below'
import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight, IconOctagonMinus } from '@tabler/icons-react'
import { Face } from '../marks/face.tsx'
import { AnswersTo } from './answers-to.tsx'
import held from './held.module.css'
import { HeldActions } from './held-actions.tsx'
import { colleagueDoubt } from './held-consequence.ts'
import styles from './message.module.css'
import { MessageContent } from './message-content.tsx'
import { MessageMenu } from './message-menu.tsx'
import { ruleText } from './rule-text.ts'
import { AutomaticMark, SenderMark } from './sender-marks.tsx'
import { useFocusAfter } from './use-focus-after.ts'

type HeldCardProps = { message: Message; ticket: TicketDetail; isLinked: boolean }

/** A mail that waits for a decision: it names the ticket, and is no part of it. What it says is shown when asked for. */
export function HeldCard({ message, ticket, isLinked }: HeldCardProps) {
  const [isOpen, body] = useDisclosure(isLinked)
  const focusAfter = useFocusAfter(message.id)
  const { author, text } = message
  return (
    <article
      className={held.card}
      aria-label={`Held mail from ${author.name || author.email}`}
      id={`message-${message.id}`}
      tabIndex={-1}
      ref={focusAfter.card}
    >
      <Face person={author} />
      <div>
        <header className={held.head}>
          <div className={held.facts}>
            <span className={styles.author} dir="auto">
              {author.name || author.email}
            </span>
            {author.name && <span className={held.address}>{author.email}</span>}
            <span className={held.mark}>
              <IconOctagonMinus size={12} aria-hidden />
              Held
            </span>
            <AnswersTo message={message} />
            <SenderMark message={message} />
            <AutomaticMark message={message} />
          </div>
          <MessageMenu message={message} ticket={ticket} />
          <Ago at={message.createdAt} className={styles.time} />
        </header>
        <HeldReason message={message} />
        <button type="button" className={held.fold} aria-expanded={isOpen} onClick={body.toggle}>
          {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          <span className={held.verb}>{isOpen ? 'Hide mail' : showText(message)}</span>
          {!isOpen && (
            <span className={held.preview} dir="auto" aria-hidden>
              {text.slice(0, 200)}
            </span>
          )}
        </button>
        {isOpen && (
          <div className={held.body}>
            <MessageContent message={message} />
          </div>
        )}
        <HeldActions message={message} ticket={ticket} onAsked={focusAfter.setBusy} />
      </div>
    </article>
  )
}

/** The server's own sentence, the rule, and who sees the mail now. */
function HeldReason({ message }: { message: Message }) {
  const threading = message.staff?.threading
  const rule = ruleText(threading?.rule ?? null)
  return (
    <p className={held.reason}>
      {threading?.reason} {colleagueDoubt(message)} Only staff see this mail until somebody accepts it.
      {rule && <span className={held.rule}> Rule: {rule}.</span>}
    </p>
  )
}

function showText(message: Message): string {
  const count = filesBelow(message).length
  if (count === 0) return 'Show mail'
  return `Show mail and ${count === 1 ? '1 file' : `${count} files`}`
}
