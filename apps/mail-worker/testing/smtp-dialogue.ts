import { connect, type Socket } from 'node:net'

/** An SMTP client that sends text as it is and reads the replies one by one. */
export type SmtpDialogue = {
  socket: Socket
  send(text: string): void
  /** The last line of the next reply. */
  readReply(): Promise<string>
}

export function dialogueOver(socket: Socket): SmtpDialogue {
  let received = ''
  let isClosed = false
  let notify = () => {}
  // Collects replies at any time: a test may read them later.
  socket.on('data', chunk => {
    received += String(chunk)
    notify()
  })
  socket.on('close', () => {
    isClosed = true
    notify()
  })
  socket.on('error', () => {})
  return {
    socket,
    send: text => void socket.write(text),
    async readReply() {
      for (;;) {
        const complete = /^\d{3} .*\r\n/m.exec(received)
        if (complete) {
          received = received.slice(complete.index + complete[0].length)
          return complete[0].trim()
        }
        if (isClosed) throw new Error(`The server closed the connection after "${received}".`)
        await new Promise<void>(resolve => {
          notify = resolve
        })
      }
    },
  }
}

export const openDialogue = (port: number): SmtpDialogue => dialogueOver(connect(port, '127.0.0.1'))

/** Sends the lines one by one and returns the last line of each reply. */
export async function sendLines(port: number, lines: string[], repliesToText = 1): Promise<string[]> {
  const dialogue = openDialogue(port)
  const replies: string[] = []
  await dialogue.readReply()
  for (const line of lines) {
    dialogue.send(`${line}\r\n`)
    const count = line.endsWith('\r\n.') ? repliesToText : 1
    for (let index = 0; index < count; index += 1) replies.push(await dialogue.readReply())
  }
  dialogue.socket.destroy()
  return replies
}

export const hello = 'EHLO client.example'
export const from = 'MAIL FROM:<omar@acme.example>'
export const to = (...addresses: string[]) => addresses.map(address => `RCPT TO:<${address}>`)
export const text = (id: string, body = 'Hello.') =>
  [`From: omar@acme.example`, `Message-ID: <${id}@acme.example>`, 'Subject: x', '', body, '.'].join('\r\n')
