import { connect, type Socket } from 'node:net'

/** A client that says what it is told to and hears the answers, line by line. */
export type Talk = {
  socket: Socket
  say(text: string): void
  /** The last line of the next answer. */
  hear(): Promise<string>
}

export function talkOver(socket: Socket): Talk {
  let received = ''
  let isOver = false
  let tell = () => {}
  // Always listening: what comes while nobody waits for it is heard later.
  socket.on('data', chunk => {
    received += String(chunk)
    tell()
  })
  socket.on('close', () => {
    isOver = true
    tell()
  })
  socket.on('error', () => {})
  return {
    socket,
    say: text => void socket.write(text),
    async hear() {
      for (;;) {
        const complete = /^\d{3} .*\r\n/m.exec(received)
        if (complete) {
          received = received.slice(complete.index + complete[0].length)
          return complete[0].trim()
        }
        if (isOver) throw new Error(`The server closed the connection after "${received}".`)
        await new Promise<void>(resolve => {
          tell = resolve
        })
      }
    },
  }
}

export const talkTo = (port: number): Talk => talkOver(connect(port, '127.0.0.1'))

/** Says the lines one by one and returns the last line of each answer. */
export async function converse(port: number, lines: string[], answersToText = 1): Promise<string[]> {
  const talk = talkTo(port)
  const answers: string[] = []
  await talk.hear()
  for (const line of lines) {
    talk.say(`${line}\r\n`)
    const count = line.endsWith('\r\n.') ? answersToText : 1
    for (let index = 0; index < count; index += 1) answers.push(await talk.hear())
  }
  talk.socket.destroy()
  return answers
}

export const hello = 'EHLO client.example'
export const from = 'MAIL FROM:<omar@acme.example>'
export const to = (...addresses: string[]) => addresses.map(address => `RCPT TO:<${address}>`)
export const text = (id: string, body = 'Hello.') =>
  [`From: omar@acme.example`, `Message-ID: <${id}@acme.example>`, 'Subject: x', '', body, '.'].join('\r\n')
