// Makes the package that developers outside install: a folder to look at, and the archive beside it.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { apiTypes } from './api-types.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, 'packages/client')
const folder = process.argv[2] ?? join(root, 'dist/client')
const draft = `${folder}.draft`
const stage = join(draft, 'stage')

/** What has a name outside. */
const entry = `export type * from './api.ts'
export type { CallOptions, Calls, Heard, Mutation, MutationOptions, Query, Subscription, Watching, WatchOptions } from './calls.ts'
export { type ClientOptions, createClient, type GotrsClient } from './client.ts'
export { type ClientErrorCode, GotrsError, isGotrsError } from './errors.ts'
export type { Token } from './line.ts'
export { login, resumeSession, type Session, type SessionOptions } from './login.ts'
export type { Upload } from './upload.ts'
export type { UploadOptions, UploadSource } from './upload-source.ts'
export { verifyWebhook, WebhookError, type WebhookHeaders, type WebhookProblem } from './verify-webhook.ts'
`

const dependencies = ['@trpc/client', '@trpc/server', 'eventsource']

/** tRPC's types name `Disposable`, which neither the DOM nor older targets know: only who has Node's types has it at hand. */
const forBrowsersAlone = '/// <reference lib="esnext.disposable" />\n'

const taken = new Set<string>()

rmSync(draft, { recursive: true, force: true })
try {
  stageSources()
  await bundle()
  declare()
  describe()
  rmSync(stage, { recursive: true })
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
} finally {
  rmSync(draft, { recursive: true, force: true })
}
const archive = execFileSync('npm', ['pack', '--silent', '--pack-destination', dirname(folder)], {
  cwd: folder,
  encoding: 'utf8',
})
console.log(join(dirname(folder), archive.trim()))

/** The sources with an interface of the server that is written out, in place of the one that imports it. */
function stageSources(): void {
  mkdirSync(stage, { recursive: true })
  for (const file of readdirSync(join(source, 'src'))) {
    if (file.endsWith('.ts') && !file.endsWith('.test.ts')) cpSync(join(source, 'src', file), join(stage, file))
  }
  writeFileSync(join(stage, 'api.ts'), apiTypes())
  writeFileSync(join(stage, 'index.ts'), entry)
  symlinkSync(join(source, 'node_modules'), join(stage, 'node_modules'))
}

async function bundle(): Promise<void> {
  const built = await rolldown({
    input: join(stage, 'index.ts'),
    platform: 'neutral',
    external: id => dependencies.some(name => id === name || id.startsWith(`${name}/`)),
    transform: { target: 'es2022' },
  })
  await built.write({ file: join(draft, 'index.js'), format: 'esm' })
  await built.close()
}

/** The compiler knows the sources alone here: what needs the server for its types does not compile. */
function declare(): void {
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: '.',
      outDir: 'types',
      rewriteRelativeImportExtensions: true,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: ['index.ts'],
  }
  writeFileSync(join(stage, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(stage, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', stage], { stdio: 'inherit' })
  // The compiler leaves comments and names of types as they are, but also `.ts` in the imports of declarations.
  takeDeclaration('index', draft, './types/')
  const index = join(draft, 'index.d.ts')
  writeFileSync(index, `${forBrowsersAlone}${readFileSync(index, 'utf8')}`)
}

/** A declaration and those that it imports. */
function takeDeclaration(name: string, target: string, others: string): void {
  if (taken.has(name)) return
  taken.add(name)
  const text = readFileSync(join(stage, 'types', `${name}.d.ts`), 'utf8')
  const imported: string[] = []
  const rewritten = text.replaceAll(
    /(from |import\()(['"])\.\/([\w-]+)\.(?:ts|js)\2/g,
    (_all, before, _quote, other) => {
      imported.push(other)
      return `${before}'${others}${other}.js'`
    },
  )
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, `${name}.d.ts`), rewritten)
  for (const other of imported) takeDeclaration(other, join(draft, 'types'), './')
}

function describe(): void {
  const { name, version, description, license } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const manifest = {
    name,
    version,
    description,
    license,
    ...(repository && { repository: { ...repository, directory: 'packages/client' } }),
    keywords: ['gotrs', 'helpdesk', 'tickets', 'client'],
    type: 'module',
    sideEffects: false,
    // As its dependency eventsource.
    engines: { node: '>=22.12' },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './package.json': './package.json',
    },
    types: './index.d.ts',
    files: ['index.js', 'index.d.ts', 'types'],
    dependencies: Object.fromEntries(dependencies.map(dependency => [dependency, rangeOf(dependency)])),
  }
  writeFileSync(join(draft, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  cpSync(join(source, 'README.md'), join(draft, 'README.md'))
  cpSync(join(root, 'LICENSE'), join(draft, 'LICENSE'))
}

/** As the catalog of the workspace has it. The parts of tRPC go together in one version alone: they are pinned. */
function rangeOf(dependency: string): string {
  const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  for (const line of catalog.split('\n')) {
    const [key = '', range = ''] = line.trim().replaceAll('"', '').split(': ')
    if (key === dependency && range) return range
  }
  throw new Error(`${dependency} is not in the catalog`)
}
