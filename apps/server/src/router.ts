import { authRouter } from './routers/auth.ts'
import { bulkRouter } from './routers/bulk.ts'
import { developmentInboxRouter } from './routers/development-inbox.ts'
import { draftsRouter } from './routers/drafts.ts'
import { eventsRouter } from './routers/events.ts'
import { inboundRouter } from './routers/inbound.ts'
import { liveRouter } from './routers/live.ts'
import { mailboxesRouter } from './routers/mailboxes.ts'
import { messagesRouter } from './routers/messages.ts'
import { newTicketDraftRouter } from './routers/new-ticket-draft.ts'
import { notificationsRouter } from './routers/notifications.ts'
import { organisationsRouter } from './routers/organisations.ts'
import { outboxRouter } from './routers/outbox.ts'
import { presenceRouter } from './routers/presence.ts'
import { queuesRouter } from './routers/queues.ts'
import { settingsRouter } from './routers/settings.ts'
import { tagsRouter } from './routers/tags.ts'
import { ticketsRouter } from './routers/tickets.ts'
import { tokensRouter } from './routers/tokens.ts'
import { usersRouter } from './routers/users.ts'
import { viewsRouter } from './routers/views.ts'
import { webhooksRouter } from './routers/webhooks.ts'
import { router } from './trpc.ts'

/** The one router tree, by noun, for the agent app, the portal and developers outside. The actor decides what it shows. */
export const appRouter = router({
  auth: authRouter,
  tokens: tokensRouter,
  webhooks: webhooksRouter,
  tickets: ticketsRouter,
  messages: messagesRouter,
  notifications: notificationsRouter,
  users: usersRouter,
  organisations: organisationsRouter,
  queues: queuesRouter,
  tags: tagsRouter,
  views: viewsRouter,
  bulk: bulkRouter,
  drafts: draftsRouter,
  newTicketDraft: newTicketDraftRouter,
  mailboxes: mailboxesRouter,
  inbound: inboundRouter,
  outbox: outboxRouter,
  developmentInbox: developmentInboxRouter,
  settings: settingsRouter,
  live: liveRouter,
  presence: presenceRouter,
  events: eventsRouter,
})

export type AppRouter = typeof appRouter
