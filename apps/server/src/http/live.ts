import { DeskError } from '@gotrs/contract/errors'
import type { LiveHint } from '@gotrs/contract/live'
import { scopeOf } from '@gotrs/contract/scopes'
import { requireCaller } from './caller.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

/** Below the read time-out of the usual proxies. */
const pingEveryMs = 15_000

/** `GET /api/live`: hints as server-sent events, until the reader leaves or the credential is over. */
export function live({ desk, log }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/live')
    const { actor, credential } = await requireCaller(c, desk, cookie, scopeOf['live.watch'])
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }
    // A body that is not sent would be neither read nor left.
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    const leaving = new AbortController()
    const signal = AbortSignal.any([leaving.signal, c.req.raw.signal])
    const hints = desk.live.watch(actor, credential, signal, c.req.header('last-event-id') ?? null)
    // Before anything is answered, so that what is committed after the first byte is told.
    await hints.listening
    const body = eventStream(hints, () => leaving.abort(), log)
    return new Response(body, { headers })
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
function eventStream(hints: AsyncIterable<LiveHint>, leave: () => void, log: Server['log']): ReadableStream {
  const encoder = new TextEncoder()
  const source = hints[Symbol.asyncIterator]()
  let ping: NodeJS.Timeout | undefined
  let hasLeft = false
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 2000\n\n'))
      ping = setInterval(() => {
        // A reader that has not taken the last thing yet needs no sign of life, and must not pile them up.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': ping\n\n'))
      }, pingEveryMs)
    },
    async pull(controller) {
      try {
        const { value: hint, done } = await source.next()
        if (hasLeft) return
        if (done) return end(controller)
        controller.enqueue(encoder.encode(`id: ${hint.eventId}\nevent: hint\ndata: ${JSON.stringify(hint)}\n\n`))
      } catch (error) {
        if (hasLeft) return
        const code = error instanceof DeskError ? error.code : 'unavailable'
        if (!(error instanceof DeskError)) log.warn({ err: error }, 'a live stream broke')
        controller.enqueue(encoder.encode(`event: end\ndata: ${JSON.stringify({ code })}\n\n`))
        end(controller)
      }
    },
    cancel() {
      hasLeft = true
      clearInterval(ping)
      leave()
    },
  })
  function end(controller: ReadableStreamDefaultController): void {
    clearInterval(ping)
    controller.close()
    leave()
  }
}
