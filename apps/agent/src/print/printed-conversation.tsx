import { isPicture } from '@gotrs/contract/files-below'
import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { inlineUrl } from '@gotrs/web/files/attachment-url'
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

/** What mail programs write into the text where a picture is. */
const placeOfPicture = /^\[(cid|image): ?[^\]\n]*\]$/gim

function PrintedMessage({ message }: { message: Message }) {
  const { author, createdAt, kind, text, attachments } = message
  const pictures = attachments.filter(isPicture)
  const files = attachments.filter(file => !isPicture(file))
  return (
    <article className={styles.message}>
      <p className={styles.head}>
        <strong>{author.name || author.email}</strong>
        {kind === 'note' && ' (internal note)'} · {fullTime(createdAt)}
      </p>
      <p className={styles.text} dir="auto">
        {text.replaceAll(placeOfPicture, '').trim()}
      </p>
      {pictures.map(({ id, filename }) => (
        <img key={id} className={styles.picture} src={inlineUrl(id)} alt={filename} />
      ))}
      {files.length > 0 && (
        <p className={styles.facts}>
          Files: {files.map(({ filename, size }) => `${filename} (${sizeText(size)})`).join(', ')}
        </p>
      )}
    </article>
  )
}
