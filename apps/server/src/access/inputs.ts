import type { AppRouter } from '../router.ts'
import type { Input, InputsOf } from './input-types.ts'
import { auth } from './inputs/auth.ts'
import { bulk } from './inputs/bulk.ts'
import { developmentInbox } from './inputs/development-inbox.ts'
import { drafts } from './inputs/drafts.ts'
import { events } from './inputs/events.ts'
import { inbound } from './inputs/inbound.ts'
import { live } from './inputs/live.ts'
import { mailboxes } from './inputs/mailboxes.ts'
import { messages } from './inputs/messages.ts'
import { newTicketDraft } from './inputs/new-ticket-draft.ts'
import { notifications } from './inputs/notifications.ts'
import { organisations } from './inputs/organisations.ts'
import { outbox } from './inputs/outbox.ts'
import { presence } from './inputs/presence.ts'
import { queues } from './inputs/queues.ts'
import { settings } from './inputs/settings.ts'
import { tags } from './inputs/tags.ts'
import { tickets } from './inputs/tickets.ts'
import { tokens } from './inputs/tokens.ts'
import { users } from './inputs/users.ts'
import { views } from './inputs/views.ts'
import { webhooks } from './inputs/webhooks.ts'

const inputs: { [Noun in keyof AppRouter['_def']['record']]: InputsOf<Noun> } = {
  ...{ auth, tokens, webhooks, tickets, messages, notifications, users, organisations, queues },
  ...{
    tags,
    views,
    bulk,
    drafts,
    newTicketDraft,
    mailboxes,
    inbound,
    outbox,
    developmentInbox,
    settings,
    live,
    presence,
    events,
  },
}

/** The test inputs of a procedure by name; empty where it has none. */
export function inputsOf(procedure: string): Record<string, Input> {
  const [noun = '', verb = ''] = procedure.split('.')
  const written = (inputs as Record<string, InputsOf<never>>)[noun]?.[verb as never] as Input | Record<string, Input>
  return typeof written === 'function' ? { own: written } : (written ?? {})
}

/** The file in which the input of a procedure is written. */
export const fileOf = (procedure: string): string => {
  const [noun = ''] = procedure.split('.')
  return `access/inputs/${noun.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}.ts`
}
