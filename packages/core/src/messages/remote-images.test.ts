import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addNote } from './add-note.ts'
import { loadRemoteImage } from './remote-images.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const answers: Record<string, { status?: number; type: string; body: Buffer | string }> = {
  '/a.png?x=1&y=2': { type: 'text/plain', body: png },
  '/a.svg': { type: 'image/png', body: svg },
  '/a.html': { type: 'image/png', body: '<!doctype html><b>x</b>' },
  '/a.xml': { type: 'image/png', body: `<?xml version="1.0"?>${svg}` },
  '/a.pdf': { type: 'image/png', body: '%PDF-1.7\n%âãÏÓ\n' },
  '/gone.png': { status: 404, type: 'image/png', body: png },
}

let world: World
let origin: string
const seen: string[] = []
const server = createServer((request, response) => {
  seen.push(request.url ?? '')
  const answer = answers[request.url ?? '']
  response.writeHead(answer?.status ?? 200, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.body ?? 'x')
})
beforeAll(async () => {
  world = await createWorld({ privateHosts: '127.0.0.1' })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await world.remove()
})

const image = (url: string) => `<img data-remote-src="${url.replaceAll('&', '&amp;')}" alt="" />`
async function showing(messageId: string, html: string) {
  await world.db.update(messages).set({ html }).where(eq(messages.id, messageId))
}
const load = (messageId: string, url: string, actor = world.ana) => loadRemoteImage(world, actor, { messageId, url })
const notFound = { code: 'not_found' }

describe('a picture in a message', () => {
  it('is fetched, and is what its bytes are', async () => {
    const { messageId } = await ask(world, world.omar)
    await showing(messageId, image(`${origin}/a.png?x=1&y=2`))
    const loaded = await load(messageId, `${origin}/a.png?x=1&y=2`)
    expect(loaded).toEqual({ contentType: 'image/png', content: png })
    expect(await load(messageId, `${origin}/a.png?x=1&y=2`, world.omar)).toEqual(loaded)
  })

  it.each(['/a.svg', '/a.xml', '/a.pdf', '/a.html', '/gone.png', '/text'])('is not found at %s', async path => {
    const { messageId } = await ask(world, world.omar)
    await showing(messageId, image(`${origin}${path}`))
    await expect(load(messageId, `${origin}${path}`)).rejects.toMatchObject(notFound)
  })

  it('behind the text, or in what was quoted, is one too', async () => {
    const { messageId } = await ask(world, world.omar)
    const quotedHtml = `<td data-remote-background="${origin}/a.png?x=1&amp;y=2">x</td>`
    await world.db.update(messages).set({ quotedHtml }).where(eq(messages.id, messageId))
    expect((await load(messageId, `${origin}/a.png?x=1&y=2`)).contentType).toBe('image/png')
  })

  it('is not fetched from inside the network', async () => {
    const { messageId } = await ask(world, world.omar)
    await showing(messageId, image('http://169.254.169.254/x.png') + image('http://10.0.0.1/x.png'))
    for (const url of ['http://169.254.169.254/x.png', 'http://10.0.0.1/x.png']) {
      await expect(load(messageId, url)).rejects.toMatchObject({ code: 'address_not_allowed' })
    }
  })
})

describe('nothing is fetched', () => {
  it('that is not in the message', async () => {
    const { messageId } = await ask(world, world.omar)
    await showing(messageId, `<p>${origin}/other.png</p><a href="${origin}/other.png">x</a>`)
    await expect(load(messageId, `${origin}/other.png`)).rejects.toMatchObject(notFound)
    expect(seen).not.toContain('/other.png')
  })

  it('for those who may not see the message', async () => {
    const { messageId, ticketId } = await ask(world, world.omar)
    const note = await world.run(world.ana, uow => addNote(uow, { ticketId, text: 'look', attachmentIds: [] }))
    for (const id of [messageId, note.messageId]) await showing(id, image(`${origin}/secret.png`))
    const url = `${origin}/secret.png`
    await expect(load(messageId, url, world.lena)).rejects.toMatchObject(notFound)
    await expect(load(messageId, url, world.ben)).rejects.toMatchObject(notFound)
    await expect(load(note.messageId, url, world.omar)).rejects.toMatchObject(notFound)
    await expect(load('018f0000-0000-7000-8000-000000000000', url)).rejects.toMatchObject(notFound)
    expect(seen).not.toContain('/secret.png')
  })
})
