import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/**
 * What happens to a request: the server runs it and the response is lost (`cut`), no response comes (`silent`), or the
 * proxy responds itself.
 */
export type Fault = 'cut' | 'silent' | { status: number; headers?: Record<string, string>; body?: string }

export type FaultyProxy = {
  url: string
  /** Every request, in order. */
  seen: { path: string; headers: IncomingHttpHeaders; at: number }[]
  /** The faults of the next requests whose path begins with `path`, one for each; later ones pass. */
  fail(path: string, ...faults: Fault[]): void
  /** Closes every open connection. */
  breakAll(): void
  stop(): void
}

/** A proxy in front of a server, which breaks requests as a test asks. */
export async function openFaultyProxy(target: string): Promise<FaultyProxy> {
  const seen: FaultyProxy['seen'] = []
  const waiting: { path: string; fault: Fault }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, answer) => {
    const { url: path = '', headers, method } = incoming
    seen.push({ path, headers, at: Date.now() })
    const at = waiting.findIndex(it => path.startsWith(it.path))
    const fault = at < 0 ? undefined : waiting.splice(at, 1)[0]?.fault
    if (fault === 'silent') return
    if (typeof fault === 'object') return answer.writeHead(fault.status, fault.headers).end(fault.body)
    const onward = request(new URL(path, target), { method, headers }, reply => {
      if (fault === 'cut') return reply.resume().on('end', () => answer.destroy())
      answer.writeHead(reply.statusCode ?? 500, reply.headers)
      answer.flushHeaders()
      reply.on('error', () => answer.destroy()).pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const { url, stop } = await serve(server)
  return {
    url,
    seen,
    fail: (path, ...faults) => waiting.push(...faults.map(fault => ({ path, fault }))),
    breakAll,
    stop() {
      breakAll()
      stop()
    },
  }
}

export async function serve(server: Server): Promise<{ url: string; stop(): void }> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() }
}
