import { z } from 'zod'
import { id, isoTime, paging } from './ids.ts'
import { shape } from './shape.ts'

/** What staff get news of, with what the settings call it. */
export const noticeKinds = {
  assigned: 'A ticket becomes yours',
  mentioned: 'A colleague mentions you in a note',
  message: 'A customer writes in a ticket of yours, or one that you follow',
  note: 'A colleague adds a note to a ticket of yours, or one that you follow',
  undelivered: 'A reply in a ticket of yours, or one that you follow, could not be delivered',
} as const
const kindNames = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]]
export type NoticeKind = keyof typeof noticeKinds
export const noticeKind = z.enum(kindNames).meta({ id: 'NoticeKind' })

/** Everything is shown in the app; these kinds also come by mail. Never about one's own actions. */
export const notificationSettings = shape('NotificationSettings', {
  mailedKinds: z.array(noticeKind).describe('The kinds of news that also come by mail.'),
})
export type NotificationSettings = z.infer<typeof notificationSettings>
export const updateNotificationsInput = notificationSettings.strict()

/** News for the caller about a ticket that they may read. It is kept for 30 days. */
export const notice = shape('Notice', {
  /** The event that it is about. */
  eventId: id,
  kind: noticeKind,
  ticketId: id,
  ticketNumber: z.number().int(),
  title: z.string(),
  /** The message to open the ticket at; null where it is about none. */
  messageId: id.nullable(),
  /** Who did it; null: GOTRS. */
  actorName: z.string().nullable(),
  createdAt: isoTime,
  isRead: z.boolean(),
})

export type Notice = z.infer<typeof notice>

/** Newest first. `unreadCount` is of all pages, and at most 100. */
export const noticePage = shape('NoticePage', {
  items: z.array(notice),
  nextCursor: z.string().nullable(),
  unreadCount: z.number().int(),
})
export type NoticePage = z.infer<typeof noticePage>
export const listNoticesInput = z.object(paging).strict()

export const markNoticesReadInput = z
  .object({
    seenAt: isoTime.describe('When the newest that you have seen was created: what came after it stays unread.'),
    ticketId: id.optional().describe('Only those about this ticket. Left out: all.'),
  })
  .strict()
export type MarkNoticesReadInput = z.infer<typeof markNoticesReadInput>
