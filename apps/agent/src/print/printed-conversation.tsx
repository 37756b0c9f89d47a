import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { sizeText } from '@gotrs/web/files/size-text'
import { fullTime } from '@gotrs/web/time/age-text'
import styles from './print.module.css'
import { maxPrinted } from './use-whole-conversation.ts'

type PrintedProps = { ticket: TicketDetail; messages: Message[]; isCut: boolean; hasNotes: boolean }

/** As text: a frame around the HTML of a mail would be cut at the end of a sheet. */
export function PrintedConversation({ ticket, messages, isCut, hasNotes }: PrintedProps) {
  const { customer } = ticket
  const shown = messages.filter(({ kind }) => kind === 'public' || (kind === 'note' && hasNotes))
  return (
    <>
      <h1 className={styles.title} dir="auto">
        {ticket.title}
      </h1>
      <p className={styles.facts}>
        Ticket #{ticket.number} · {customer.name ? `${customer.name} <${customer.email}>` : customer.email} · since{' '}
        {fullTime(ticket.createdAt)}
      </p>
      {isCut && <p className={styles.facts}>Only the last {maxPrinted} messages are printed.</p>}
      {shown.map(message => (
        <PrintedMessage key={message.id} message={message} />
      ))}
    </>
  )
}

function PrintedMessage({ message }: { message: Message }) {
  const { author, createdAt, kind, text, attachments } = message
  const files = attachments.filter(({ isInline }) => !isInline)
  return (
    <article className={styles.message}>
      <p className={styles.head}>
        <strong>{author.name || author.email}</strong>
        {kind === 'note' && ' (internal note)'} · {fullTime(createdAt)}
      </p>
      <p className={styles.text} dir="auto">
        {text}
      </p>
      {files.length > 0 && (
        <p className={styles.facts}>
          Files: {files.map(({ filename, size }) => `${filename} (${sizeText(size)})`).join(', ')}
        </p>
      )}
    </article>
  )
}
