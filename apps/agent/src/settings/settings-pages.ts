import type { Action } from '@gotrs/contract/permissions'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'

/** `action`: what one must be allowed to do; null: everybody has it. */
type SettingsPage = { path: string; label: string; action: Action | null }

/** In the order of their list. */
const pages: readonly SettingsPage[] = [
  { path: 'account', label: 'Your account', action: null },
  { path: 'tokens', label: 'API tokens', action: null },
  { path: 'general', label: 'General', action: 'settings.manage' },
  { path: 'queues', label: 'Queues', action: 'queue.update' },
  { path: 'mailboxes', label: 'Mailboxes', action: 'mailbox.list' },
  { path: 'mail-in', label: 'Incoming mail', action: 'inbound.read' },
  { path: 'outbox', label: 'Outgoing mail', action: 'outbox.read' },
  { path: 'development-inbox', label: 'Development inbox', action: 'developmentInbox.read' },
  { path: 'webhooks', label: 'Webhooks', action: 'webhook.manage' },
]

/** The pages of the settings, each with its link, and whether it is allowed and offered to the person at the screen. */
export function useSettingsPages() {
  const may = useCan()
  const desk = trpc.auth.desk.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  return pages.map(({ path, label, action }) => {
    const isAllowed = action === null || may(action)
    const isListed = isAllowed && (path !== 'development-inbox' || desk.data?.hasDevelopmentInbox === true)
    return { path, to: `/settings/${path}`, label, isAllowed, isListed }
  })
}
