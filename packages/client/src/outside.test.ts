import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openFaultyProxy, serve } from '@gotrs/client/testing/faulty-proxy'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// A project outside of the repository that installs the package, like that of a developer.
const root = fileURLToPath(new URL('../../..', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/outside', import.meta.url))
const run = promisify(execFile)

let project: string
let desk: ServedWorld
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'gotrs-outside-'))
  ;[desk] = await Promise.all([serveWorld(), install()])
}, 120_000)
afterAll(async () => {
  await desk?.stop()
  await rm(project, { recursive: true, force: true })
})

/** With npm, from the archive alone: the package has no dependencies, so it installs without a network. */
async function install() {
  await cp(fixtures, project, { recursive: true })
  await writeFile(join(project, 'package.json'), '{ "name": "outside", "type": "module" }')
  const packed = join(project, 'packed')
  const { stdout } = await run(process.execPath, [join(root, 'tools/client-package/pack.ts'), join(packed, 'client')])
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', stdout.trim()], { cwd: project })
  await mkdir(join(project, 'node_modules/@types'))
  await symlink(join(root, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'))
}

const installed = (file: string) => readFile(join(project, 'node_modules/@gotrs/client', file), 'utf8')

/** The errors of the compiler, one per line. */
async function compile(files: string[], options: string[]): Promise<string[]> {
  const strict = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--target',
    'es2023',
    '--skipLibCheck',
    'false',
  ]
  const args = [join(root, 'node_modules/typescript/bin/tsc'), ...strict, ...options, ...files]
  const { stdout } = await run(process.execPath, args, { cwd: project }).catch((error: { stdout: string }) => error)
  return stdout.split('\n').filter(Boolean)
}

/** Writes each example unchanged into a function of its own, with a `desk` if it makes none. */
async function writeExamples(): Promise<string[]> {
  const readme = (await installed('README.md')).replaceAll(/^ {3}/gm, '')
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
  return Promise.all(
    blocks.map(async (code, at) => {
      const lines = code.split('\n')
      const imports = lines.filter(line => line.startsWith('import '))
      const body = lines.filter(line => !line.startsWith('import ')).join('\n')
      const makesDesk = body.includes('const desk = ')
      const named = ['createClient', 'type GotrsClient'].filter(name => !imports.join().includes(name))
      imports.push(`import { ${named.join(', ')} } from '@gotrs/client'`)
      const given = makesDesk ? '' : 'desk: GotrsClient'
      const file = `readme-${at}.ts`
      await writeFile(
        join(project, file),
        `${imports.join('\n')}\nexport async function example(${given}) {\n${body}\n}\n`,
      )
      return file
    }),
  )
}

const node = ['--lib', 'es2023', '--types', 'node']
const nodeNext = ['--module', 'nodenext', ...node]
const node16 = ['--module', 'node16', ...node]
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', ...node]
// The project of a page has neither the types of Node nor the newest library.
const browser = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom']

describe('the package', () => {
  test('depends on nothing, names the oldest Node that it runs on, and contains the licences of what it bundles', async () => {
    const { dependencies, peerDependencies, license, exports, engines } = JSON.parse(await installed('package.json'))
    expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
    expect(license).toBe('Apache-2.0')
    expect(engines).toEqual({ node: '>=20.3' })
    expect(exports['.']).toEqual({ types: './index.d.ts', default: './index.js' })
    for (const file of ['README.md', 'LICENSE']) expect((await installed(file)).length).toBeGreaterThan(500)
    const bundled = [...(await installed('THIRD-PARTY-NOTICES')).matchAll(/^(\S+) \d+\.\d+\.\d+\nLicence: MIT$/gm)]
    expect(bundled.map(([, name]) => name)).toEqual([
      '@trpc/client',
      '@trpc/server',
      'eventsource',
      'eventsource-parser',
    ])
  })

  test('imports nothing but its own files, and contains no code of the server', async () => {
    const code = await installed('index.js')
    expect(code).not.toMatch(/\bzod\b|drizzle|safeParse|node:/)
    const types = (await readdir(join(project, 'node_modules/@gotrs/client/types'))).map(file => `types/${file}`)
    for (const file of ['index.js', 'index.d.ts', ...types]) {
      const imported = (await installed(file)).matchAll(/(?:^|[^\w.])(?:from|import)\s*\(?["']([^"'.][^"']*)["']/g)
      expect(
        [...imported].map(([, name]) => name),
        file,
      ).toEqual([])
    }
  })

  test('compiles in projects for Node, bundlers and browsers, with every example of its README', async () => {
    const examples = await writeExamples()
    expect(examples.length).toBeGreaterThan(5)
    expect(await compile(['page.ts'], [...browser, '--noEmit'])).toEqual([])
    const program = ['main.ts', 'readme.d.ts', ...examples]
    expect(await compile(program, [...nodeNext, '--outDir', 'built'])).toEqual([])
    for (const options of [node16, bundler]) expect(await compile(program, [...options, '--noEmit'])).toEqual([])
  }, 120_000)

  test('makes wrong calls fail to compile', async () => {
    const source = await readFile(join(project, 'wrong.ts'), 'utf8')
    const wrong = source.split('\n').flatMap((line, at) => (line.startsWith('export') ? [at + 1] : []))
    for (const options of [bundler, nodeNext]) {
      const found = (await compile(['wrong.ts'], [...options, '--noEmit'])).flatMap(
        it => /^wrong\.ts\((\d+),/.exec(it)?.[1] ?? [],
      )
      expect([...new Set(found.map(Number))]).toEqual(wrong)
    }
  }, 90_000)
})

const tokenOf = async (person: 'ana' | 'omar') => {
  return (await desk.makeToken(person, ['tickets:read', 'tickets:write'])).token
}

test('a program creates, pages, replies, subscribes and uploads; a broken connection repeats nothing', async () => {
  const proxy = await openFaultyProxy(desk.url)
  proxy.fail('/trpc/tickets.create', 'cut')
  const env = {
    GOTRS_URL: desk.url,
    CUT_URL: proxy.url,
    CUSTOMER_TOKEN: await tokenOf('omar'),
    AGENT_TOKEN: await tokenOf('ana'),
  }
  const { stdout } = await run(process.execPath, [join(project, 'built/main.js')], {
    cwd: project,
    env,
    timeout: 20_000,
  })
  proxy.stop()
  const keys = proxy.seen.map(({ headers }) => headers['idempotency-key'])
  expect(keys).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), keys[0]])
  expect(JSON.parse(stdout)).toEqual({
    created: 1,
    paged: ['Printer zebra', 'Scanner okapi'],
    isSameTicket: true,
    uploaded: { filename: expect.stringContaining('manual'), size: 300_000 },
    progress: { steps: true, last: 300_000 },
    reply: 'Turn it off, then read this.',
    staff: null,
    files: [
      { filename: expect.stringContaining('manual'), size: 300_000, isSame: true },
      { filename: 'pages.txt', size: 14, isSame: true },
    ],
    refused: { code: 'not_found', status: 404, hasRequestId: true },
    nowhere: { code: 'unreachable', status: null, hasRequestId: false },
  })
}, 60_000)

test('a page of another origin reads, uploads and subscribes by its token', async () => {
  const built = await rolldown({ input: join(project, 'page.ts'), cwd: project, platform: 'browser' })
  const { output } = await built.generate({ format: 'iife' })
  await built.close()
  const site = await serve(
    createServer((incoming, answer) => {
      if (incoming.url === '/page.js') return answer.setHeader('Content-Type', 'text/javascript').end(output[0].code)
      answer
        .setHeader('Content-Type', 'text/html')
        .end('<!doctype html><title>Elsewhere</title><script src="/page.js"></script>')
    }),
  )
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  try {
    const { ticketNumber } = (await desk.mutate('tickets.create', { title: 'Before the page', message: 'Hi.' }, 'omar'))
      .data as { ticketNumber: number }
    const page = await browser.newPage()
    await page.goto(site.url)
    const shown = await page.evaluate(`visit(${JSON.stringify(desk.url)}, ${JSON.stringify(await tokenOf('omar'))})`)
    expect(shown).toMatchObject({
      title: 'Before the page',
      size: 11,
      refused: 'not_logged_in',
      hint: 'ticket.created',
    })
    const { numbers, progress } = shown as { numbers: number[]; progress: number }
    expect(numbers[0]).toBe(ticketNumber)
    expect(progress).toBeGreaterThanOrEqual(11)
  } finally {
    await browser.close()
    site.stop()
  }
}, 60_000)
