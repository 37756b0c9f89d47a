import type { Message } from '@gotrs/contract/messages'
import { isStaff } from '@gotrs/contract/roles'
import { isSenderCertain } from '@gotrs/contract/sender-verdict'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { IconLock } from '@tabler/icons-react'
import { channelWord } from '../marks/words.ts'
import { AnswersTo } from './answers-to.tsx'
import styles from './message.module.css'
import { MessageContent } from './message-content.tsx'
import { MessageDelivery } from './message-delivery.tsx'
import { MessageMenu } from './message-menu.tsx'
import { MovedFrom } from './moved-from.tsx'
import { AutomaticMark, SenderMark } from './sender-marks.tsx'
import { WhyHere } from './why-here.tsx'

type MessageCardProps = { message: Message; ticket: TicketDetail }

/** One message of the conversation; a note can't be mistaken for one. */
export function MessageCard({ message, ticket }: MessageCardProps) {
  const isNote = message.kind === 'note'
  // Who took a colleague's address must not look like one.
  const isByStaff = isStaff(message.author.role) && isSenderCertain(message.senderVerdict)
  const side = isNote ? 'note' : isByStaff ? 'staff' : 'customer'
  const label = `${isNote ? 'Internal note' : 'Message'} by ${message.author.name}`
  return (
    <article className={styles.card} data-side={side} aria-label={label} id={`message-${message.id}`} tabIndex={-1}>
      <header className={styles.head}>
        {isNote && (
          <span className={styles.noteMark}>
            <IconLock size={14} aria-hidden />
            Internal note
          </span>
        )}
        <span className={styles.author} title={message.author.email}>
          {message.author.name || message.author.email}
        </span>
        {!isNote && <span className={styles.channel}>{channelWord(message.channel)}</span>}
        <Ago at={message.createdAt} className={styles.time} />
        <AnswersTo message={message} />
        <SenderMark message={message} />
        <AutomaticMark message={message} />
        <span className={styles.tools}>
          <WhyHere message={message} ticket={ticket} />
          <MessageMenu message={message} ticket={ticket} />
        </span>
      </header>
      <MovedFrom message={message} ticket={ticket} />
      <MessageContent message={message} />
      <MessageDelivery message={message} />
    </article>
  )
}
