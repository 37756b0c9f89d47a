import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)

let desk: ServedWorld
let url: string
const received: Record<string, unknown>[] = []
const pictures = createServer((request, response) => {
  received.push({ ...request.headers })
  response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'spy=1', 'x-spy': '1' }).end(png)
})
beforeAll(async () => {
  await new Promise<void>(resolve => pictures.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}/pixel.png?who=omar`
  desk = await serveWorld({ privateHosts: '127.0.0.1' })
})
afterAll(async () => {
  pictures.close()
  await desk.stop()
})

describe('a remote image', () => {
  async function shown() {
    const { messageId } = await ask(desk.world, desk.world.omar)
    const html = `<img data-remote-src="${url}" alt="" />`
    await desk.world.pool.query('update messages set html = $1 where id = $2', [html, messageId])
    return messageId
  }
  const pathOf = (messageId: string, wanted = url) =>
    `/api/messages/${messageId}/remote-image?url=${encodeURIComponent(wanted)}`
  const get = (messageId: string, as?: Person, wanted = url, headers: Record<string, string> = {}) =>
    desk.fetch(pathOf(messageId, wanted), { as, headers })

  test('comes as the same picture, without other headers of its server', async () => {
    const response = await get(await shown(), 'ana')
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, max-age=86400',
    })
    expect(headers).not.toHaveProperty('set-cookie')
    expect(headers).not.toHaveProperty('x-spy')
  })

  test('sends its server nothing about the reader', async () => {
    received.length = 0
    const mine = { 'user-agent': 'Reader/1.0', referer: 'http://desk.test/agent/tickets/7', 'accept-language': 'de' }
    await get(await shown(), 'ana', url, { ...mine, 'x-forwarded-for': '203.0.113.9' })
    const { host: _host, ...rest } = received[0] ?? {}
    expect(rest).toEqual({ accept: '*/*', 'accept-encoding': 'identity', connection: 'close', 'user-agent': 'GOTRS' })
  })

  test('is served only to people who may see the message, with one answer for foreign, missing and unknown ones', async () => {
    const messageId = await shown()
    expect((await get(messageId)).status).toBe(401)
    expect((await get(messageId, 'omar')).status).toBe(200)
    const answers = [
      await get(messageId, 'ben'),
      await get(messageId, 'lena'),
      await get('018f0000-0000-7000-8000-000000000000', 'ana'),
      await get('x', 'ana'),
      await get(messageId, 'ana', `${url}&more=1`),
      await get(messageId, 'ana', ''),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } })
    }
  })

  test('that cannot be fetched is replaced by a picture with the reason, if the page wants it', async () => {
    const messageId = await shown()
    const response = await desk.fetch(`${pathOf(messageId, `${url}&more=1`)}&orWords=1`, { as: 'ana' })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('>Picture could not be loaded</text></svg>')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'cache-control': 'no-store',
    })
  })

  test('is fetched at most so many times in a minute', async () => {
    const messageId = await shown()
    for (let count = 0; count < 600; count++) {
      await desk.world.limit('remote-images', desk.world.nora.id, { points: 600, seconds: 60 })
    }
    const response = await get(messageId, 'nora')
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('the original of a mail', () => {
  async function mailed(raw: Buffer) {
    const mail = await receive(desk.world, raw)
    const { rows } = await desk.world.pool.query('select id from messages where inbound_mail_id = $1', [mail.id])
    return String(rows[0]?.id)
  }
  const ledgerIdOf = async (messageId: string) => {
    const { rows } = await desk.world.pool.query('select inbound_mail_id from messages where id = $1', [messageId])
    return { inboundMailId: String(rows[0]?.inbound_mail_id) }
  }
  const get = (messageId: string, as?: Person) => desk.fetch(`/api/messages/${messageId}/raw`, { as })

  test('is a file, byte for byte, that no browser opens', async () => {
    const raw = Buffer.concat([letter({ headers: ['X-Odd: caf\u00e9'] }), Buffer.from([0xff, 0xfe, 0x00])])
    const response = await get(await mailed(raw), 'ana')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(raw)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'message/rfc822',
      'content-disposition': 'attachment; filename="message.eml"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
  })

  test('is only for staff of its queue', async () => {
    const messageId = await mailed(letter())
    expect((await get(messageId)).status).toBe(401)
    for (const person of ['ben', 'omar', 'lena'] as const) expect((await get(messageId, person)).status).toBe(404)
    expect((await get('nothing', 'ana')).status).toBe(404)
    const { inboundMailId } = await ledgerIdOf(messageId)
    const ledger = (as?: Person) => desk.fetch(`/api/inbound/${inboundMailId}/raw`, { as })
    expect((await ledger()).status).toBe(401)
    for (const person of ['ana', 'omar'] as const) expect((await ledger(person)).status).toBe(403)
    expect(await (await ledger('admin')).text()).toContain('VPN drops at noon')
    expect((await desk.query('messages.raw', { messageId }, 'ben')).code).toBe('not_found')
    expect((await desk.query('messages.raw', { messageId }, 'omar')).code).toBe('forbidden')
    expect((await desk.query('messages.raw', { messageId }, 'ana')).data).toMatchObject({ isRawCut: false })
  })
})
