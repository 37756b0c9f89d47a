import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Told = { headers: IncomingMessage['headers']; body: string }

/** A receiver of webhooks that answers as the test says. */
export async function startReceiver() {
  const told: Told[] = []
  const answers = { status: 200, location: '' }
  let beforeAnswer = async () => {}
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    told.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    await beforeAnswer()
    response.writeHead(answers.status, answers.location ? { Location: answers.location } : {}).end('heard you')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  /** Does `meanwhile` while the receiver has been called and has not answered. */
  const holding = async (meanwhile: () => Promise<void>, work: () => Promise<unknown>) => {
    beforeAnswer = meanwhile
    await work()
    beforeAnswer = async () => {}
  }
  return { told, answers, url, holding, stop: () => new Promise(resolve => server.close(resolve)) }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>
