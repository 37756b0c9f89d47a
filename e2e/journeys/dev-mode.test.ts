import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { copySources, replaceByRename } from '../setup/copied-tree.ts'
import { sendMail } from '../setup/correspondent.ts'
import { freePorts } from '../setup/ports.ts'
import { until } from '../setup/wait.ts'

// Runs npm run dev in a copy of the sources, which the tests change meanwhile.
let tree: string
let dev: ChildProcess
let printed = ''
let url: string
let smtpPort: number
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  tree = await copySources()
  const [port = 0, smtpIn = 0] = await freePorts(2)
  url = `http://127.0.0.1:${port}`
  smtpPort = smtpIn
  // vitest sets its own BASE_URL.
  const cleared = { BASE_URL: '', DATABASE_URL: '', VALKEY_URL: '', SMTP_URL: '', SECRET_KEY: '', VITEST: '' }
  const settings = {
    HOST: '127.0.0.1',
    PORT: String(port),
    SMTP_IN_PORT: String(smtpPort),
    DATA_DIR: join(tree, '.data'),
  }
  // In colour, as in a developer's terminal.
  env = { ...process.env, ...cleared, ...settings, DEMO: '0', LOG_LEVEL: 'warn', FORCE_COLOR: '1' }
  // Skips the install of npm run dev, which would change the packages of this tree.
  dev = spawn('node', ['tools/dev-servers.mjs'], { cwd: tree, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const read = (chunk: Buffer) => (printed += chunk.toString())
  dev.stdout?.on('data', read)
  dev.stderr?.on('data', read)
  await says('GOTRS is ready', 150)
})

afterAll(async () => {
  const ended = once(dev, 'exit')
  dev.kill('SIGTERM')
  await ended
  await rm(tree, { recursive: true, force: true })
})

it('creates a ticket from a mail over SMTP', async () => {
  const subject = 'Written while somebody develops'
  const token = await logInAsAdmin()
  const [queue] = (await call<{ items: { id: string }[] }>('/api/queues', { token })).items
  const mailbox = { name: 'support', address: 'support@desk.example', displayName: 'Support', queueId: queue?.id }
  await call('/api/mailboxes', { token, body: mailbox })
  await sendMail(smtpPort, { from: 'sam@mail.example', to: mailbox.address, subject, text: 'Hello.' })
  await until('the ticket', async () => {
    const { items } = await call<{ items: { title: string }[] }>('/api/tickets', { token })
    return items.some(it => it.title === subject)
  })
})

it('restarts the server when a source file is replaced, and replies 503 without a stack meanwhile', async () => {
  const before = printed.length
  const file = join(tree, 'apps/server/src/http/health.ts')
  const source = await readFile(file, 'utf8')
  await replaceByRename(file, source.replace(`{ status: 'ok' }`, `{ status: 'changed' }`))
  const statuses = new Set<number>()
  await until('the changed answer', async () => {
    const answer = await fetch(`${url}/healthz`)
    statuses.add(answer.status)
    if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('1')
    return answer.ok && (await answer.text()).includes('changed')
  })
  expect([...statuses].sort()).toEqual([200, 503])
  expect(printed.slice(before)).not.toMatch(/^\s+at /m)
})

it('runs a new migration', async () => {
  const folder = join(tree, 'packages/db/migrations')
  const journal = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8'))
  const { idx, when } = journal.entries.at(-1)
  await writeFile(join(folder, '9999_of_a_developer.sql'), 'create table of_a_developer (id int)')
  journal.entries.push({ idx: idx + 1, version: '7', when: when + 1, tag: '9999_of_a_developer', breakpoints: true })
  await replaceByRename(join(folder, 'meta/_journal.json'), JSON.stringify(journal))
  await says('Ran 1 new migration.')
})

it('recovers from code that cannot run at the next change', async () => {
  const file = join(tree, 'apps/server/src/http/health.ts')
  const source = await readFile(file, 'utf8')
  await replaceByRename(file, `${source}\nthrow new Error('not finished')\n`)
  await says('restarts when a source changes')
  await replaceByRename(file, source)
  await until('the server', async () => (await fetch(`${url}/readyz`)).ok)
})

const says = (words: string, seconds?: number) =>
  until(
    words,
    async () => {
      if (dev.exitCode !== null) throw new Error(`npm run dev ended with ${dev.exitCode}:\n${printed}`)
      return printed.includes(words)
    },
    seconds,
  )

async function logInAsAdmin(): Promise<string> {
  const account = { email: 'admin@desk.example', password: 'develop-and-see' }
  const options = ['--email', account.email, '--password', account.password, '--name', 'Admin', '--role', 'admin']
  execFileSync('node', ['apps/gotrs/src/main.ts', 'user', 'create', ...options], { cwd: tree, env, stdio: 'pipe' })
  return (await call<{ accessToken: string }>('/api/auth/login', { body: account })).accessToken
}

async function call<T>(path: string, { token, body }: { token?: string; body?: object }): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const answer = await fetch(url + path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
