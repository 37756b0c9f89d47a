import type { Message } from '@gotrs/contract/messages'
import { isStaff } from '@gotrs/contract/roles'
import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconLock } from '@tabler/icons-react'
import { channelWord } from '../marks/words.ts'
import { Ago } from '../time/ago.tsx'
import { Attachments } from './attachments.tsx'
import { DeliveryLine } from './delivery-line.tsx'
import styles from './message.module.css'
import { MessageBody } from './message-body.tsx'
import { WhyHere } from './why-here.tsx'

/** One message of the conversation; a note can't be mistaken for one. */
export function MessageCard({ message }: { message: Message }) {
  const isNote = message.kind === 'note'
  const side = isNote ? 'note' : isStaff(message.author.role) ? 'staff' : 'customer'
  const label = `${isNote ? 'Internal note' : 'Message'} by ${message.author.name}`
  return (
    <article className={styles.card} data-side={side} aria-label={label} id={`message-${message.id}`}>
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
        <SenderWarning message={message} />
        {message.staff?.threading?.reason && <WhyHere threading={message.staff.threading} />}
      </header>
      <Copies message={message} />
      <MessageBody message={message} />
      <Attachments attachments={message.attachments} />
      {message.staff?.delivery && <DeliveryLine delivery={message.staff.delivery} />}
    </article>
  )
}

/** Nothing proves that the mail is from whom it says. */
function SenderWarning({ message }: { message: Message }) {
  const isUnverified =
    message.staff?.isFromVerifiedSender === false && message.channel === 'email' && !isStaff(message.author.role)
  if (!isUnverified) return null
  return (
    <Tooltip label="Nothing proves that this mail is really from this address." multiline maw={280}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation has to be reachable by keyboard */}
      <span className={styles.unverified} tabIndex={0}>
        <IconAlertTriangle size={14} aria-hidden />
        Unverified sender
      </span>
    </Tooltip>
  )
}

/** Who got an answer, and who is in copy. */
function Copies({ message }: { message: Message }) {
  if (message.kind === 'note' || !message.staff) return null
  const { to, cc, bcc } = message.staff
  const parts = [
    isStaff(message.author.role) && to.length > 0 ? `To ${to.join(', ')}` : '',
    cc.length > 0 ? `CC ${cc.join(', ')}` : '',
    bcc.length > 0 ? `BCC ${bcc.join(', ')}` : '',
  ].filter(Boolean)
  if (parts.length === 0) return null
  return <p className={styles.copies}>{parts.join(' · ')}</p>
}
