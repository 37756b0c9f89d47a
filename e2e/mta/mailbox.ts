import type { World } from './world.ts'

export type Server = { port: number; user?: string }

export const accountOf = ({ port, user }: Server) => ({
  host: '127.0.0.1',
  port,
  tls: 'none' as const,
  user: user ?? '',
  ...(user ? { password: 'secret' } : {}),
})

export async function openMailbox({ desk }: World, name: string, server: Server, authservId = ''): Promise<string> {
  const { id } = await desk.client.mailboxes.create.mutate({
    name,
    address: `${name}@desk.example`,
    aliases: [`${name}@lmtp.example`, `${name}@pipe.example`],
    displayName: `Desk ${name}`,
    queueId: desk.queueId,
    smtp: accountOf(server),
    authservId,
  })
  return id
}
