import { connect } from 'node:net'
import { createInterface } from 'node:readline'

export type Handing = { port: number; isLmtp: boolean; from: string; to: string[]; raw: Buffer }

const timeLimitMs = 20_000

/** Sends one mail by SMTP (RFC 5321) or LMTP (RFC 2033); returns the last reply. @throws Error on a reply other than 2xx */
export async function sendMail({ port, isLmtp, from, to, raw }: Handing): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.setTimeout(timeLimitMs, () => socket.destroy(new Error('No answer')))
  const failed = new Promise<never>((_, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The connection was closed')))
  })
  failed.catch(() => {})
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const answer = async (wanted: string) => {
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), failed])
      if (done) throw new Error('The connection was closed')
      if (value[3] === '-') continue
      if (!value.startsWith(wanted)) throw new Error(value)
      return value as string
    }
  }
  const say = (line: string | Buffer, wanted: string) => {
    socket.write(line)
    return answer(wanted)
  }
  try {
    await answer('220')
    await say(`${isLmtp ? 'LHLO' : 'EHLO'} mail.example\r\n`, '250')
    await say(`MAIL FROM:<${from}>\r\n`, '250')
    for (const address of to) await say(`RCPT TO:<${address}>\r\n`, '250')
    await say('DATA\r\n', '354')
    // No line of the letters begins with a dot.
    let last = await say(Buffer.concat([raw, Buffer.from('.\r\n')]), '250')
    // LMTP replies once for each recipient.
    if (isLmtp) for (const _ of to.slice(1)) last = await answer('250')
    socket.end('QUIT\r\n')
    return last
  } finally {
    socket.destroy()
  }
}
