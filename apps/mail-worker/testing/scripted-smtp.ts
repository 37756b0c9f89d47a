import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { SmtpServer } from '@gotrs/core/mailboxes/smtp-connection'

/** The reply to one command, or to the end of the text; null: no reply. `drop` closes the connection. */
type Reply = string | null | 'drop'
export type Script = {
  greeting?: Reply
  /** To EHLO and HELO, instead of the usual reply. */
  ehlo?: Reply
  /** Lines of the reply to EHLO, after the first. */
  extensions?: string[]
  starttls?: Reply
  /** To AUTH with any mechanism. */
  auth?: Reply
  mail?: (line: string) => Reply
  rcpt?: (address: string) => Reply
  data?: Reply
  /** To the dot that ends the text. `250 … drop` accepts the mail and closes the connection at once. */
  dot?: Reply
}

/** An SMTP server that sends the replies of a script, as a real one would not. */
export type ScriptedSmtp = { server: SmtpServer; lines: string[]; connections: number; stop(): Promise<void> }

export async function startScriptedSmtp(script: Script): Promise<ScriptedSmtp> {
  const sockets = new Set<Socket>()
  const started: ScriptedSmtp = {
    server: { host: '127.0.0.1', port: 0, tls: 'none', user: '', password: '' },
    lines: [],
    connections: 0,
    async stop() {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
  const listener = createServer(socket => {
    started.connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    sendLines(socket, script, started.lines)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (typeof address === 'object' && address !== null) started.server.port = address.port
  return started
}

function sendLines(socket: Socket, script: Script, lines: string[]): void {
  let rest = ''
  let isText = false
  const send = (reply: Reply) => {
    if (reply === 'drop') socket.destroy()
    else if (reply?.endsWith(' drop')) socket.end(`${reply.slice(0, -5)}\r\n`)
    else if (reply !== null) socket.write(`${reply}\r\n`)
  }
  send(script.greeting === undefined ? '220 mx.acme.example' : script.greeting)
  socket.setEncoding('utf8')
  socket.on('data', chunk => {
    rest += String(chunk)
    for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
      const line = rest.slice(0, at)
      rest = rest.slice(at + 2)
      if (!isText) lines.push(line)
      const reply = isText ? replyToText(line, script) : replyTo(line, script)
      if (reply === undefined) continue
      isText = !isText && reply !== null && reply.startsWith('354')
      send(reply)
    }
  })
}

const replyToText = (line: string, { dot = '250 2.0.0 accepted' }: Script): Reply | undefined =>
  line === '.' ? dot : undefined

function replyTo(line: string, script: Script): Reply {
  const { ehlo, extensions = [], starttls, auth, mail, rcpt, data = '354 go on' } = script
  const verb = line.slice(0, 4).toUpperCase()
  if (ehlo !== undefined && (verb === 'EHLO' || verb === 'HELO')) return ehlo
  if (verb === 'EHLO')
    return ['mx.acme.example', ...extensions]
      .map((it, i, all) => `250${i < all.length - 1 ? '-' : ' '}${it}`)
      .join('\r\n')
  if (verb === 'STAR' && starttls !== undefined) return starttls
  if (verb === 'AUTH' && auth !== undefined) return auth
  if (verb === 'MAIL' && mail) return mail(line)
  if (verb === 'RCPT' && rcpt) return rcpt(/<([^>]*)>/.exec(line)?.[1] ?? '')
  if (verb === 'DATA') return data
  return '250 ok'
}
