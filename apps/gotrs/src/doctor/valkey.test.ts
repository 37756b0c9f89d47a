import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { proxyNote } from './network.ts'
import { checkValkey } from './valkey.ts'

let folder: string
let port: number
let valkey: ReturnType<typeof spawn>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gotrs-valkey-'))
  port = await freePort()
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--requirepass',
    'word',
    '--save',
    '',
  ]
  valkey = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const chunk of valkey.stdout ?? []) if (String(chunk).includes('Ready to accept')) break
})
afterAll(async () => {
  valkey.kill('SIGTERM')
  await once(valkey, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

it('finds a Valkey that answers', async () => {
  expect(await checkValkey(`redis://:word@127.0.0.1:${port}`)).toMatchObject({ state: 'fine' })
})

it('says that a Valkey may evict sessions, and what to set', async () => {
  const url = `redis://:word@127.0.0.1:${port}`
  const set = async (...words: string[]) => {
    const cli = spawn('redis-cli', ['-p', String(port), '-a', 'word', '--no-auth-warning', 'config', 'set', ...words])
    expect(await once(cli, 'exit')).toEqual([0, null])
  }
  await set('maxmemory', '256mb')
  for (const policy of ['volatile-lru', 'allkeys-lfu']) {
    await set('maxmemory-policy', policy)
    const finding = await checkValkey(url)
    expect(finding).toMatchObject({
      state: 'trouble',
      detail: expect.stringMatching(`${policy}.*set it to noeviction`),
    })
  }
  await set('maxmemory-policy', 'noeviction')
  expect(await checkValkey(url)).toMatchObject({ state: 'fine', detail: expect.not.stringContaining('may not read') })
})

it('still finds it if the user has no right to INFO', async () => {
  const words = ['acl', 'setuser', 'limited', 'on', '>word', '+ping', '+auth']
  const cli = spawn('redis-cli', ['-p', String(port), '-a', 'word', '--no-auth-warning', ...words])
  await once(cli, 'exit')
  const finding = await checkValkey(`redis://limited:word@127.0.0.1:${port}`)
  expect(finding).toMatchObject({ state: 'fine', detail: expect.stringContaining('may not read') })
})

it('prints the error of a Valkey that rejects the command', async () => {
  const finding = await checkValkey(`redis://:wrong@127.0.0.1:${port}`)
  expect(finding).toMatchObject({ state: 'trouble', detail: expect.stringMatching(/WRONGPASS.*correct VALKEY_URL/) })
})

it('says that nothing listens there', async () => {
  const finding = await checkValkey(`redis://127.0.0.1:${await freePort()}`)
  expect(finding).toMatchObject({ state: 'trouble', detail: expect.stringContaining('ECONNREFUSED') })
})

it('repeats what the running server says about a proxy that it does not trust', async () => {
  const answers = [{ notes: { proxy: 'set TRUST_PROXY' } }, { checks: {} }, 'no object']
  const server = createHttpServer((_request, response) => response.end(JSON.stringify(answers.shift())))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`
  expect(await proxyNote(url)).toBe('set TRUST_PROXY')
  expect(await proxyNote(url)).toBeNull()
  expect(await proxyNote(url)).toBeNull()
  server.close()
  server.closeAllConnections()
  expect(await proxyNote(url)).toBeNull()
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return free
}
