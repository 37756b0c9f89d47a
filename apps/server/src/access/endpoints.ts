import { type Scope, scopeOf } from '@gotrs/contract/scopes'
import { eachPlace } from './each-place.ts'
import type { Scene } from './scene.ts'

/** The address is in the private network: people who may see the message get `address_not_allowed`, others `not_found`. */
const picture = 'http://127.0.0.1:8080/pixel.png'

/** A path that is not served by a procedure: what to request, in which ways, and the scope that it needs. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'HEAD'
  /** Null where it needs no login. */
  scope: Scope | null
  /** The paths, by the name of their target. A target whose name begins with `missing` does not exist. */
  paths(scene: Scene): Record<string, unknown>
  /** Other ways to request the same target, which must get the same decision; the status where it is allowed. */
  ways?: Record<string, { query?: string; init?: RequestInit; status: number }>
  body?(): RequestInit['body']
}

const head = { init: { method: 'HEAD' }, status: 200 }

/** By their path as the server registers it. The test fails for a path without an entry here. */
export const endpoints: Record<string, Endpoint> = {
  '/api/attachments': {
    method: 'POST',
    scope: scopeOf['attachment.upload'],
    paths: () => ({ own: '/api/attachments' }),
    body() {
      const form = new FormData()
      form.set('file', new File(['x'], 'x.txt'))
      return form
    },
  },
  '/api/attachments/:id': {
    method: 'GET',
    scope: scopeOf['ticket.read'],
    paths: scene => ({
      ...eachPlace(({ fileId }) => file(fileId))(scene),
      'note in support': file(scene.support.noteFileId),
      'note in billing': file(scene.billing.noteFileId),
      'note in legal': file(scene.legal.noteFileId),
      "omar's, not sent yet": file(scene.unsent.omar),
      "ana's, not sent yet": file(scene.unsent.ana),
      'missing, no id': file('..%2f..%2fetc%2fpasswd'),
      'missing, almost an id': file(`${scene.support.fileId}%27`),
    }),
    ways: {
      inline: { query: '?inline=1', status: 200 },
      range: { init: { headers: { Range: 'bytes=0-1' } }, status: 206 },
      'range outside': { init: { headers: { Range: 'bytes=9999-' } }, status: 416 },
      head,
    },
  },
  '/api/attachments/:id/thumbnail': {
    method: 'GET',
    scope: scopeOf['ticket.read'],
    paths: scene => ({
      ...eachPlace(({ fileId }) => thumbnail(fileId))(scene),
      'note in support': thumbnail(scene.support.noteFileId),
      'note in billing': thumbnail(scene.billing.noteFileId),
      'note in legal': thumbnail(scene.legal.noteFileId),
      "omar's, not sent yet": thumbnail(scene.unsent.omar),
      "ana's, not sent yet": thumbnail(scene.unsent.ana),
      'missing, no id': thumbnail('1'),
    }),
    ways: { head },
  },
  '/api/messages/:id/attachments.zip': {
    method: 'GET',
    scope: scopeOf['ticket.read'],
    paths: scene => ({
      ...eachPlace(({ fileMessageId }) => zip(fileMessageId))(scene),
      'note in support': zip(scene.support.noteId),
      'note in billing': zip(scene.billing.noteId),
      'note in legal': zip(scene.legal.noteId),
      'missing, a message without files': zip(scene.support.messageId),
      'missing, no id': zip('1'),
    }),
    ways: { head },
  },
  '/api/messages/:id/raw': {
    method: 'GET',
    scope: scopeOf['message.readRaw'],
    paths: scene => ({
      ...eachPlace(({ messageId }) => raw(messageId))(scene),
      'missing mail, a note': raw(scene.support.noteId),
      'missing, no id': raw('1'),
    }),
    ways: { head },
  },
  '/api/messages/:id/remote-image': {
    method: 'GET',
    scope: scopeOf['ticket.read'],
    paths: scene => ({
      ...eachPlace(({ messageId }) => image(messageId))(scene),
      'note in support': image(scene.support.noteId),
      'note in billing': image(scene.billing.noteId),
      'missing in support': image(scene.support.messageId, 'http://127.0.0.1:8080/other.png'),
      'missing in legal': image(scene.legal.messageId, ''),
      'missing, no id': image('1'),
    }),
    ways: { head: { init: { method: 'HEAD' }, status: 400 } },
  },
  '/api/inbound/:id/raw': {
    method: 'GET',
    scope: scopeOf['inbound.read'],
    paths: scene => ({
      ...eachPlace(({ inboundMailId }) => ledger(inboundMailId))(scene),
      'kept back': ledger(scene.keptMailId),
      'missing, no id': ledger('1'),
    }),
    ways: { head },
  },
  '/api/live': { method: 'HEAD', scope: scopeOf['live.watch'], paths: () => ({ all: '/api/live' }) },
  '/api/mailboxes/oauth/callback': {
    method: 'GET',
    scope: null,
    paths: () => ({ 'without a session': '/api/mailboxes/oauth/callback?code=x&state=x' }),
  },
  '/api/openapi.json': { method: 'GET', scope: null, paths: () => ({ all: '/api/openapi.json' }) },
  '/api/docs': { method: 'GET', scope: null, paths: () => ({ all: '/api/docs' }) },
}

const file = (id: string) => `/api/attachments/${id}`
const zip = (id: string) => `/api/messages/${id}/attachments.zip`
const thumbnail = (id: string) => `${file(id)}/thumbnail`
const raw = (id: string) => `/api/messages/${id}/raw`
const ledger = (id: string) => `/api/inbound/${id}/raw`
const image = (id: string, url = picture) => `/api/messages/${id}/remote-image?url=${encodeURIComponent(url)}`

/** Each of these messages contains a picture. */
export async function preparePictures({ world, support, billing, legal }: Scene): Promise<void> {
  const shown = [support, billing, legal].flatMap(({ messageId, noteId }) => [messageId, noteId])
  const html = `<img data-remote-src="${picture}" alt="" />`
  await world.pool.query('update messages set html = $1 where id = any($2)', [html, shown])
}
