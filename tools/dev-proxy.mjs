// Runs on Node 24, for npm run dev: what a browser gets while the server restarts.
import { stripVTControlCharacters } from 'node:util'
import { createLogger } from 'vite'

/** Prints one line each time the server is unavailable, instead of one stack for each request. */
export function quietLogger(say) {
  const logger = createLogger('warn')
  const { error } = logger
  let saidAt = 0
  logger.error = (message, options) => {
    if (!/\b(http|ws) proxy (socket )?error\b/.test(stripVTControlCharacters(message))) return error(message, options)
    if (Date.now() - saidAt > onceMs) say('The server is not ready yet: requests get 503 until it is.')
    saidAt = Date.now()
  }
  return logger
}

const onceMs = 5_000

/** Passes requests to the server, or replies 503 with Retry-After. */
export function toServer(target) {
  return {
    target,
    changeOrigin: true,
    configure: proxy => {
      // Before Vite's own listener, which would reply 502 without Retry-After.
      proxy.on('error', (_error, _request, response) => {
        if (!('writeHead' in response) || response.headersSent || response.writableEnded) return
        response
          .writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '1' })
          .end('The server is restarting. Try again in a second.\n')
      })
    },
  }
}
