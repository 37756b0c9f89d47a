import { randomUUID } from 'node:crypto'

/** Everything of one queue that an id can name: a conversation by mail, a new ticket and a resolved one. */
export type Place = {
  queueId: string
  ticketId: string
  number: number
  messageId: string
  noteId: string
  /** The event of its tag. */
  taggingId: string
  answerId: string
  movedId: string
  heldId: string
  fileId: string
  /** The message that has it. */
  fileMessageId: string
  noteFileId: string
  inboundMailId: string
  outboundMailId: string
  fresh: { ticketId: string }
  resolved: { ticketId: string }
}

/** Ids of things that do not exist. */
export function missingPlace(): Place {
  const nothing = () => ({ ticketId: randomUUID() })
  return {
    ...{
      queueId: randomUUID(),
      number: 2_000_000_000,
      messageId: randomUUID(),
      noteId: randomUUID(),
      taggingId: randomUUID(),
      answerId: randomUUID(),
      movedId: randomUUID(),
      heldId: randomUUID(),
    },
    ...{
      fileId: randomUUID(),
      fileMessageId: randomUUID(),
      noteFileId: randomUUID(),
      inboundMailId: randomUUID(),
      outboundMailId: randomUUID(),
    },
    ...nothing(),
    fresh: nothing(),
    resolved: nothing(),
  }
}
