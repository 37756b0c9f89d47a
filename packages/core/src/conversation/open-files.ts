import { DeskError } from '@gotrs/contract/errors'
import { filesBelow } from '@gotrs/contract/files-below'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { isOnReadableMessage, type OpenedAttachment, openedColumns } from '../attachments/download.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { withInlineImages } from './inline-images.ts'

export type FilesOfMessage = { ticketNumber: number; files: OpenedAttachment[] }

/**
 * The files that are listed below a message, for everybody who may read it. Each row of a file has the permission in its
 * condition. @throws DeskError `not_found` also where it has none
 */
export async function openFilesOfMessage(reader: Reader, messageId: string): Promise<FilesOfMessage> {
  const rows = await reader.db
    .select({
      file: { ...openedColumns, contentId: attachments.contentId, isInline: attachments.isInline },
      body: { html: messages.html, quotedHtml: messages.quotedHtml },
      ticketNumber: tickets.number,
    })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageId))
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .where(and(eq(messages.id, messageId), isOnReadableMessage(reader)))
    .orderBy(attachments.createdAt, attachments.id)
  const all = rows.map(row => row.file)
  const [first] = rows
  const shown = (html: string | null = null) => withInlineImages(html, all)
  const files = filesBelow({
    html: shown(first?.body.html),
    quotedHtml: shown(first?.body.quotedHtml),
    attachments: all,
  })
  if (!first || files.length === 0) throw new DeskError('not_found')
  return { ticketNumber: first.ticketNumber, files }
}
