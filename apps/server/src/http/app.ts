import { DeskError } from '@gotrs/contract/errors'
import { Hono } from 'hono'
import { trustAnswers } from '../answers/answers.ts'
import { describeInputErrors } from '../input-words.ts'
import { docsPage, openApiJson } from '../rest/docs/serve-docs.ts'
import { mountRest } from '../rest/serve.ts'
import { download, upload } from './attachments.ts'
import { allowTokensFromAnywhere } from './cors.ts'
import { rejectCrossSite } from './cross-site.ts'
import { downloadAll } from './download-all.ts'
import { healthz, readyz } from './health.ts'
import { rejectForeignHost } from './host-guard.ts'
import { metricsGate } from './metrics.ts'
import { oauthCallback } from './oauth-callback.ts'
import { observe } from './observe.ts'
import { otherMethods } from './other-methods.ts'
import { rateLimit } from './rate-limit.ts'
import { rawInbound, rawMail } from './raw-mail.ts'
import { remoteImage } from './remote-images.ts'
import { restError } from './rest-error.ts'
import { securityHeaders } from './security-headers.ts'
import { securityTxt } from './security-txt.ts'
import { sessionCookie } from './session-cookie.ts'
import { showRequest } from './show-request.ts'
import { serveApps } from './static-files.ts'
import { thumbnail } from './thumbnail.ts'
import { serveTrpc } from './trpc.ts'
import type { Env, HttpContext, Server } from './types.ts'
import { watchForwarding } from './untrusted-forwarding.ts'

/** Everything on the one origin: `/trpc`, `/api`, the health of the process, and the two apps. */
export function createApp(server: Server): Hono<Env> {
  const { settings } = server
  const cookie = sessionCookie(settings)
  describeInputErrors()
  trustAnswers(settings.trustsAnswers)
  const app = new Hono<Env>()
  app.onError((error, c) => restError(c, error, server))
  const forwarding = watchForwarding(settings.trustedHops, server.log)
  app.use(observe(server, forwarding), securityHeaders(settings))
  for (const path of ['/trpc/*', '/api/*']) app.use(path, rejectForeignHost(settings.baseUrl))
  const limit = rateLimit(server, cookie)
  for (const path of ['/trpc/*', '/api/*']) app.use(path, allowTokensFromAnywhere, limit)
  app.use(rejectCrossSite(settings.baseUrl, cookie))
  app.get('/healthz', healthz)
  app.get('/readyz', readyz(server, forwarding))
  app.get('/healthz/request', showRequest(settings))
  app.get('/.well-known/security.txt', securityTxt(settings, server.desk.now))
  app.get('/metrics', serveMetrics(server))
  app.on(['GET', 'POST'], '/trpc/*', serveTrpc(server, cookie))
  app.post('/api/attachments', upload(server, cookie))
  app.get('/api/attachments/:id', download(server, cookie))
  app.get('/api/attachments/:id/thumbnail', thumbnail(server, cookie))
  app.get('/api/messages/:id/attachments.zip', downloadAll(server, cookie))
  app.get('/api/messages/:id/remote-image', remoteImage(server, cookie))
  app.get('/api/messages/:id/raw', rawMail(server, cookie))
  app.get('/api/inbound/:id/raw', rawInbound(server, cookie))
  app.get('/api/mailboxes/oauth/callback', oauthCallback(server, cookie))
  app.get('/api/openapi.json', openApiJson(settings.baseUrl))
  app.get('/api/docs', docsPage(settings.baseUrl))
  mountRest(app, server, cookie)
  // Other paths below /api and /trpc must not fall through to a page of an app.
  for (const path of ['/trpc/*', '/api/*']) app.all(path, otherMethods(app))
  app.all('*', serveApps(settings.webDir))
  return app
}

function serveMetrics({ settings, metrics }: Server) {
  const mayRead = metricsGate(settings.metricsAllow)
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/metrics')
    if (!mayRead(c.env.incoming)) throw new DeskError('forbidden')
    return c.body(await metrics.read(), 200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' })
  }
}
