import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { IconLock } from '@tabler/icons-react'
import { memo } from 'react'
import { Face } from '../marks/face.tsx'
import { channelWord } from '../marks/words.ts'
import { AnswersTo } from './answers-to.tsx'
import { isByStaff } from './by-staff.ts'
import styles from './message.module.css'
import { MessageContent } from './message-content.tsx'
import { MessageDelivery } from './message-delivery.tsx'
import { MessageMenu } from './message-menu.tsx'
import { MovedFrom } from './moved-from.tsx'
import { AutomaticMark, SenderMark } from './sender-marks.tsx'
import { WhyHere } from './why-here.tsx'

type MessageCardProps = { message: Message; ticket: TicketDetail }

/** One message of the conversation; a note can't be mistaken for one. */
export const MessageCard = memo(function MessageCard({ message, ticket }: MessageCardProps) {
  const { author } = message
  const isNote = message.kind === 'note'
  const label = `${isNote ? 'Internal note' : 'Message'} by ${author.name}`
  return (
    <article
      className={styles.card}
      data-side={isNote ? 'note' : undefined}
      aria-label={label}
      id={`message-${message.id}`}
      tabIndex={-1}
    >
      <Face person={author} isColleague={isByStaff(message)} />
      <div className={styles.body}>
        <header className={styles.head}>
          <div className={styles.facts}>
            <span className={styles.author} title={author.email} dir="auto">
              {author.name || author.email}
            </span>
            {isNote ? (
              <span className={styles.noteMark}>
                <IconLock size={12} aria-hidden />
                Internal note
              </span>
            ) : (
              <span className={styles.channel}>{channelWord(message.channel)}</span>
            )}
            <AnswersTo message={message} />
            <SenderMark message={message} />
            <AutomaticMark message={message} />
            <span className={styles.tools}>
              <WhyHere message={message} ticket={ticket} />
            </span>
          </div>
          <span className={styles.tools}>
            <MessageMenu message={message} ticket={ticket} />
          </span>
          <Ago at={message.createdAt} className={styles.time} />
        </header>
        <MovedFrom message={message} ticket={ticket} />
        <MessageContent message={message} />
        <MessageDelivery message={message} />
      </div>
    </article>
  )
})
