import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileBody } from './file-body.ts'

const bytes = Buffer.alloc(3_000_000, 'gotrs')
let folder: string
let server: Server
let port: number
const opened: Readable[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gotrs-body-'))
  await writeFile(join(folder, 'file'), bytes)
  const fetch = async () => {
    const file = createReadStream(join(folder, 'file'))
    opened.push(file)
    return new Response(await fileBody(file))
  }
  server = createAdaptorServer({ fetch, createServer }) as Server
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

test('has the bytes of the file', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
})

test('closes the file of a client that leaves at any moment, and the server lives on', async () => {
  for (let round = 0; round < 400; round += 1) {
    const request = get({ port, agent: false }, response => void response.on('error', () => {}).resume())
    request.on('error', () => {})
    await wait(round % 5)
    request.destroy()
  }
  await expect.poll(() => opened.filter(it => !it.destroyed).length, { timeout: 10_000 }).toBe(0)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
})

test('a file that is missing is an error before the answer, and one that breaks off ends it', async () => {
  await expect(fileBody(createReadStream(join(folder, 'absent')))).rejects.toMatchObject({ code: 'ENOENT' })
  const broken = new Readable({ read() {} })
  broken.push('first')
  const body = await fileBody(broken)
  broken.destroy(new Error('broke off'))
  await wait(5)
  await expect(new Response(body).text()).rejects.toThrow('broke off')
})
