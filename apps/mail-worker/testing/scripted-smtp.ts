import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { SmtpServer } from '@gotrs/core/mailboxes/smtp-connection'

/** What is said to one line of the client, or to the end of its text; null: not a word. `drop` breaks the line. */
type Said = string | null | 'drop'
export type Script = {
  greeting?: Said
  /** To EHLO and HELO, in place of the usual answer. */
  ehlo?: Said
  /** Lines of the answer to EHLO, after the first. */
  extensions?: string[]
  starttls?: Said
  /** To AUTH, whatever the mechanism. */
  auth?: Said
  mail?: (line: string) => Said
  rcpt?: (address: string) => Said
  data?: Said
  /** To the dot that ends the text. `250 … drop` says yes and breaks the line in the same moment. */
  dot?: Said
}

/** An SMTP server that says word for word what it is told to, where a proper one would not. */
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
    converse(socket, script, started.lines)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (typeof address === 'object' && address !== null) started.server.port = address.port
  return started
}

function converse(socket: Socket, script: Script, lines: string[]): void {
  let rest = ''
  let isText = false
  const say = (said: Said) => {
    if (said === 'drop') socket.destroy()
    else if (said?.endsWith(' drop')) socket.end(`${said.slice(0, -5)}\r\n`)
    else if (said !== null) socket.write(`${said}\r\n`)
  }
  say(script.greeting === undefined ? '220 mx.acme.example' : script.greeting)
  socket.setEncoding('utf8')
  socket.on('data', chunk => {
    rest += String(chunk)
    for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
      const line = rest.slice(0, at)
      rest = rest.slice(at + 2)
      if (!isText) lines.push(line)
      const said = isText ? endOfText(line, script) : answerTo(line, script)
      if (said === undefined) continue
      isText = !isText && said !== null && said.startsWith('354')
      say(said)
    }
  })
}

const endOfText = (line: string, { dot = '250 2.0.0 taken' }: Script): Said | undefined =>
  line === '.' ? dot : undefined

function answerTo(line: string, script: Script): Said {
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
