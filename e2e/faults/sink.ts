import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { now } from './flags.ts'

/** What the server does when a mail to an address comes, and how often before it takes it as a server should. */
export const manners = {
  takes: 0,
  'says 4xx to the recipient': 1,
  'says 4xx to the text': 2,
  'says 5xx to the recipient': Number.POSITIVE_INFINITY,
  'says 5xx to the text': Number.POSITIVE_INFINITY,
  hangs: 1,
  'drops the line before DATA': 1,
  'drops the line after the text': 1,
  'drops the line after 250': 1,
} as const
export type Manner = keyof typeof manners

export type Sunk = { at: number; messageId: string; recipients: string[]; raw: string; isAcknowledged: boolean }

/** The correspondents' server: it keeps what it took, and says what it is told to. */
export type Sink = {
  port: number
  mails: Sunk[]
  done: Map<Manner, number>
  /** From now on it only takes. */
  behave(): void
  stop(): Promise<void>
}

export type SinkOptions = { mannerOf: (address: string) => Manner; hangMs: number }

export async function openSink({ mannerOf, hangMs }: SinkOptions): Promise<Sink> {
  const sockets = new Set<Socket>()
  const tried = new Map<string, number>()
  let isTame = false
  const sink: Omit<Sink, 'port'> = {
    mails: [],
    done: new Map(),
    behave() {
      isTame = true
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
  const mannerNow = (address: string): Manner => {
    const manner = mannerOf(address)
    const count = tried.get(address) ?? 0
    const isForGood = manners[manner] === Number.POSITIVE_INFINITY
    if (count >= manners[manner] || (isTame && !isForGood)) return 'takes'
    return manner
  }
  const use = (address: string, manner: Manner) => {
    tried.set(address, (tried.get(address) ?? 0) + 1)
    sink.done.set(manner, (sink.done.get(manner) ?? 0) + 1)
  }
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket, { sink, mannerNow, use, hangMs })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { ...sink, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

type House = {
  sink: Pick<Sink, 'mails'>
  mannerNow(address: string): Manner
  use(address: string, manner: Manner): void
  hangMs: number
}

/** One connection. */
function converse(socket: Socket, house: House): void {
  const say = (line: string) => socket.write(`${line}\r\n`)
  let recipients: string[] = []
  let manner: Manner = 'takes'
  let owner = ''
  let isText = false
  let read = ''
  const take = (isAcknowledged: boolean) => {
    const messageId = /^message-id:\s*(\S+)/im.exec(read)?.[1] ?? ''
    house.sink.mails.push({ at: now(), messageId, recipients, raw: read, isAcknowledged })
  }
  const onText = () => {
    if (manner !== 'takes') house.use(owner, manner)
    if (manner === 'says 4xx to the text') return say('451 4.3.2 Come back later')
    if (manner === 'says 5xx to the text') return say('554 5.7.1 Such mail is not taken here')
    if (manner === 'hangs') return setTimeout(() => socket.destroy(), house.hangMs)
    if (manner === 'drops the line after the text') {
      take(false)
      return socket.destroy()
    }
    take(true)
    if (manner !== 'drops the line after 250') return say('250 2.0.0 Taken')
    return socket.write('250 2.0.0 Taken\r\n', () => socket.destroy())
  }
  const onRecipient = (address: string) => {
    const here = house.mannerNow(address)
    if (here === 'says 4xx to the recipient' || here === 'says 5xx to the recipient') {
      house.use(address, here)
      return say(here === 'says 4xx to the recipient' ? '450 4.2.1 Greylisted' : '550 5.1.1 Nobody of that name')
    }
    if (here !== 'takes') {
      manner = here
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
      manner = 'takes'
      return say('250 2.0.0 Fine')
    }
    if (verb !== 'DATA') return say('502 5.5.1 No')
    if (recipients.length === 0) return say('503 5.5.1 To whom?')
    if (manner === 'drops the line before DATA') {
      house.use(owner, manner)
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
