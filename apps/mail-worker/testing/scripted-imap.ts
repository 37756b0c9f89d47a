import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** An IMAP server that sends the responses of a script. */
export type ScriptedImap = { port: number; connections(): number; stop(): Promise<void> }

type ImapScript = {
  greeting: string
  /** The response to each command, without the tag; `OK` for a command that is not listed. Null: no response. */
  answers?: Record<string, string | null>
  /** Sent repeatedly, as a response to nothing. */
  chatter?: string
}

export async function startScriptedImap({ greeting, answers = {}, chatter }: ImapScript): Promise<ScriptedImap> {
  const open = new Set<Socket>()
  let count = 0
  const server = createServer(socket => {
    count += 1
    open.add(socket)
    const talking = chatter ? setInterval(() => socket.write(`${chatter}\r\n`), 20) : undefined
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(talking)
      open.delete(socket)
    })
    socket.write(`${greeting}\r\n`)
    if (greeting.startsWith('* BYE')) return socket.end()
    let unread = ''
    socket.on('data', chunk => {
      const lines = (unread + chunk).split('\r\n')
      unread = lines.pop() ?? ''
      for (const line of lines) reply(socket, line, answers)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: () => count,
    async stop() {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}

function reply(socket: Socket, line: string, answers: Record<string, string | null>): void {
  const [tag, ...words] = line.split(' ')
  const name = Object.keys(answers).find(it => words.join(' ').toUpperCase().startsWith(it))
  const answer = name === undefined ? 'OK done' : answers[name]
  if (tag && words.length > 0 && answer !== null)
    socket.write(`${answer?.startsWith('*') ? '' : `${tag} `}${answer}\r\n`)
}
