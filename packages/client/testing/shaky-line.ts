import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/**
 * What may happen to a call on its way: the server does it and the answer is lost (`cut`), nobody answers (`silent`), or
 * something in front of the server answers.
 */
export type Mishap = 'cut' | 'silent' | { status: number; headers?: Record<string, string>; body?: string }

export type ShakyLine = {
  url: string
  /** Every call that came, in order. */
  seen: { path: string; headers: IncomingHttpHeaders; at: number }[]
  /** What happens to the next calls whose path begins so, one after the other; then they pass. */
  fail(path: string, ...mishaps: Mishap[]): void
  /** Every connection that is open at the moment. */
  breakAll(): void
  stop(): void
}

/** Stands before a server, and hands on what no mishap happens to. */
export async function openShakyLine(target: string): Promise<ShakyLine> {
  const seen: ShakyLine['seen'] = []
  const waiting: { path: string; mishap: Mishap }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, answer) => {
    const { url: path = '', headers, method } = incoming
    seen.push({ path, headers, at: Date.now() })
    const at = waiting.findIndex(it => path.startsWith(it.path))
    const mishap = at < 0 ? undefined : waiting.splice(at, 1)[0]?.mishap
    if (mishap === 'silent') return
    if (typeof mishap === 'object') return answer.writeHead(mishap.status, mishap.headers).end(mishap.body)
    const onward = request(new URL(path, target), { method, headers }, reply => {
      if (mishap === 'cut') return reply.resume().on('end', () => answer.destroy())
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
    fail: (path, ...mishaps) => waiting.push(...mishaps.map(mishap => ({ path, mishap }))),
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
