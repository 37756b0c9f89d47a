import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { now } from './flags.ts'

/** What the server does with mail to an address, and how often before it accepts the mail. */
export const behaviours = {
  accepts: 0,
  'replies 4xx to the recipient': 1,
  'replies 4xx to the text': 2,
  'replies 5xx to the recipient': Number.POSITIVE_INFINITY,
  'replies 5xx to the text': Number.POSITIVE_INFINITY,
  hangs: 1,
  'closes the connection before DATA': 1,
  'closes the connection after the text': 1,
  'closes the connection after 250': 1,
} as const
export type Behaviour = keyof typeof behaviours

export type ReceivedMail = { at: number; messageId: string; recipients: string[]; raw: string; isAcknowledged: boolean }

/** The mail server of the correspondents: it keeps accepted mail, and fails as configured. */
export type Sink = {
  port: number
  mails: ReceivedMail[]
  done: Map<Behaviour, number>
  /** From now on it accepts all mail, except for permanent rejections. */
  acceptAll(): void
  stop(): Promise<void>
}

export type SinkOptions = { behaviourOf: (address: string) => Behaviour; hangMs: number }

export async function openSink({ behaviourOf, hangMs }: SinkOptions): Promise<Sink> {
  const sockets = new Set<Socket>()
  const tried = new Map<string, number>()
  let acceptsAll = false
  const sink: Omit<Sink, 'port'> = {
    mails: [],
    done: new Map(),
    acceptAll() {
      acceptsAll = true
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
  const currentBehaviour = (address: string): Behaviour => {
    const behaviour = behaviourOf(address)
    const count = tried.get(address) ?? 0
    const isPermanent = behaviours[behaviour] === Number.POSITIVE_INFINITY
    if (count >= behaviours[behaviour] || (acceptsAll && !isPermanent)) return 'accepts'
    return behaviour
  }
  const use = (address: string, behaviour: Behaviour) => {
    tried.set(address, (tried.get(address) ?? 0) + 1)
    sink.done.set(behaviour, (sink.done.get(behaviour) ?? 0) + 1)
  }
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket, { sink, currentBehaviour, use, hangMs })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { ...sink, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

type Context = {
  sink: Pick<Sink, 'mails'>
  currentBehaviour(address: string): Behaviour
  use(address: string, behaviour: Behaviour): void
  hangMs: number
}

/** Handles one connection. */
function converse(socket: Socket, context: Context): void {
  const say = (line: string) => socket.write(`${line}\r\n`)
  let recipients: string[] = []
  let behaviour: Behaviour = 'accepts'
  let owner = ''
  let isText = false
  let read = ''
  const accept = (isAcknowledged: boolean) => {
    const messageId = /^message-id:\s*(\S+)/im.exec(read)?.[1] ?? ''
    context.sink.mails.push({ at: now(), messageId, recipients, raw: read, isAcknowledged })
  }
  const onText = () => {
    if (behaviour !== 'accepts') context.use(owner, behaviour)
    if (behaviour === 'replies 4xx to the text') return say('451 4.3.2 Come back later')
    if (behaviour === 'replies 5xx to the text') return say('554 5.7.1 Such mail is not accepted here')
    if (behaviour === 'hangs') return setTimeout(() => socket.destroy(), context.hangMs)
    if (behaviour === 'closes the connection after the text') {
      accept(false)
      return socket.destroy()
    }
    accept(true)
    if (behaviour !== 'closes the connection after 250') return say('250 2.0.0 Accepted')
    return socket.write('250 2.0.0 Accepted\r\n', () => socket.destroy())
  }
  const onRecipient = (address: string) => {
    const here = context.currentBehaviour(address)
    if (here === 'replies 4xx to the recipient' || here === 'replies 5xx to the recipient') {
      context.use(address, here)
      return say(here === 'replies 4xx to the recipient' ? '450 4.2.1 Greylisted' : '550 5.1.1 Nobody of that name')
    }
    if (here !== 'accepts') {
      behaviour = here
      owner = address
    }
    recipients.push(address)
    return say('250 2.1.5 Fine')
  }
  const onCommand = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO' || verb === 'HELO') return say('250 sink.example')
    if (verb === 'RCPT') return onRecipient(/<([^>]*)>/.exec(line)?.[1]?.toLowerCase() ?? '')
    if (verb === 'QUIT') return socket.end('221 2.0.0 Bye\r\n')
    if (verb === 'MAIL' || verb === 'RSET') {
      recipients = []
      behaviour = 'accepts'
      return say('250 2.0.0 Fine')
    }
    if (verb !== 'DATA') return say('502 5.5.1 No')
    if (recipients.length === 0) return say('503 5.5.1 To whom?')
    if (behaviour === 'closes the connection before DATA') {
      context.use(owner, behaviour)
      return socket.destroy()
    }
    isText = true
    return say('354 Go on')
  }
  say('220 sink.example ESMTP')
  let rest = ''
  socket.on('data', chunk => {
    rest += chunk.toString('latin1')
    for (;;) {
      const end = isText ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n')
      if (end < 0) return
      const part = rest.slice(0, end)
      rest = rest.slice(end + (isText ? 5 : 2))
      if (!isText) onCommand(part)
      else {
        isText = false
        read = part
        onText()
      }
    }
  })
}
