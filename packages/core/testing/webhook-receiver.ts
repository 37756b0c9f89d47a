import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedRequest = { headers: IncomingMessage['headers']; body: string }

/** A receiver of webhooks whose answers the test sets. */
export async function startReceiver() {
  const requests: ReceivedRequest[] = []
  const answers = { status: 200, location: '' }
  let beforeAnswer = async () => {}
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    await beforeAnswer()
    response.writeHead(answers.status, answers.location ? { Location: answers.location } : {}).end('received')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  /** Runs `meanwhile` after the receiver got the request and before it answers. */
  const holding = async (meanwhile: () => Promise<void>, work: () => Promise<unknown>) => {
    beforeAnswer = meanwhile
    await work()
    beforeAnswer = async () => {}
  }
  return { requests, answers, url, holding, stop: () => new Promise(resolve => server.close(resolve)) }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>
