import type { Json, Operation, World } from './world.ts'

/** What a call needs that its example in the document cannot know. */
type Own = { as?: string; body?: Json; form?: FormData; ids?: Record<string, string> }

const early = [
  'uploadAttachment',
  'createTicket',
  'createMessage',
  'snoozeTicket',
  'wakeTicket',
  'createWebhook',
  'pingWebhook',
]

/** Lists come first, then creating, reading and changing; deleting comes last. */
export function orderOf({ method, path, operation }: { method: string; path: string; operation: Operation }): number {
  const { operationId } = operation
  if (method === 'get' && !path.includes('{')) return 0
  if (early.includes(operationId)) return 100 + early.indexOf(operationId)
  if (operationId.startsWith('create')) return 200
  if (method === 'get') return 300
  if (/^(reject|split|accept|move|cancel|revoke|remove)/.test(operationId)) return 500
  return /^(delete|logout|changePassword)/.test(operationId) ? 600 : 400
}

const password = 'gotrs-demo-2026'

export const unlike: Record<string, (world: World, ids: Record<string, string>) => Promise<Own>> = {
  uploadAttachment: async () => {
    const form = new FormData()
    form.append('file', new Blob(['%PDF-1.4 manual']), 'manual.pdf')
    return { form }
  },
  login: async () => ({ body: { email: 'ana@gotrs.example', password } }),
  refreshTokens: async ({ logIn }) => ({ body: { refreshToken: (await logIn('ana@gotrs.example')).refreshToken } }),
  createApiToken: async () => ({ body: { name: 'Rig', scopes: ['tickets:read'], password } }),
  changePassword: async () => ({
    as: 'lena@other.example',
    body: { currentPassword: password, password: 'tall giraffe socks 42' },
  }),
  updateMailbox: async () => ({ body: { displayName: 'Rig' } }),
  putMailbox: async () => ({ body: { displayName: 'Rig' } }),
  logoutEverywhere: async () => ({ as: 'omar@customer.example' }),
  createQueue: async () => ({ body: { name: 'Rig', memberIds: [] } }),
  createMailbox: async () => ({
    body: { name: 'rig', address: 'rig@gotrs.example', displayName: 'Rig', queueId: 'the first one' },
  }),
  // Admins do not deactivate or demote themselves, and their own logins make all the other calls.
  updateUser: async world => ({
    body: { name: 'Omar H.' },
    ids: { userId: await idOf(world, '/api/users?text=omar') },
  }),
  putUser: async world => ({ body: { name: 'Omar H.' }, ids: { userId: await idOf(world, '/api/users?text=omar') } }),
  revokeUserSessions: async world => ({ ids: { userId: await idOf(world, '/api/users?text=omar') } }),
  downloadMessageMail: async world => ({ ids: { messageId: await mailIn(world) } }),
  getMessageSource: async world => ({ ids: { messageId: await mailIn(world) } }),
  removeTicketParticipant: async (world, ids) => {
    const { participants } = await read<{ participants: { id: string }[] }>(world, `/api/tickets/${ids.ticketId}`)
    return { ids: { userId: participants[0]?.id ?? '' } }
  },
  moveMessage: async (world, ids) => {
    const { staff } = await read<{ staff: { version: number } }>(world, `/api/tickets/${ids.ticketId}`)
    return { body: { version: staff.version, to: { title: 'A ticket of its own' } } }
  },
}

type Page = { items: { id: string }[] }

const idOf = async (world: World, path: string) => (await read<Page>(world, path)).items[0]?.id ?? ''

/** A message that came by mail, whose bytes the desk has kept. */
async function mailIn(world: World): Promise<string> {
  const { items: tickets } = await read<Page>(world, '/api/tickets?limit=50')
  for (const { id } of tickets) {
    const { items } = await read<{ items: { id: string; staff: { inboundMailId: string | null } }[] }>(
      world,
      `/api/tickets/${id}/messages`,
    )
    const mail = items.find(({ staff }) => staff.inboundMailId !== null)
    if (mail) return mail.id
  }
  throw new Error('The demo data has no message that came by mail.')
}

async function read<Answer>({ url, logIn }: World, path: string): Promise<Answer> {
  const { accessToken } = await logIn('admin@gotrs.example')
  return (
    await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${accessToken}` } })
  ).json() as Promise<Answer>
}
