// Makes the package that developers outside install: a folder to look at, and the archive beside it.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { thirdPartyNotices } from '../third-party-notices.ts'
import { apiTypes } from './api-types.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, 'packages/client')
const folder = process.argv[2] ?? join(root, 'dist/client')
const draft = `${folder}.draft`
const stage = join(draft, 'stage')

/** The public names of the package. */
const entry = `export type { Api } from './api.ts'
export type * from './contract.ts'
export type { CallOptions, Mutation, MutationOptions, Query, SubscribeOptions, Subscription, Unsubscribable } from './calls.ts'
export { type ClientOptions, createClient, type GotrsClient } from './client.ts'
export type { Token } from './connection.ts'
export { type ClientErrorCode, GotrsError, isGotrsError } from './errors.ts'
export { login, resumeSession, type Session, type SessionOptions } from './login.ts'
export type { PagedQuery, Paginate } from './paginate.ts'
export type { Download, Upload } from './upload.ts'
export type { UploadOptions, UploadSource } from './upload-source.ts'
export { verifyWebhook, WebhookError, type WebhookHeaders, type WebhookProblem } from './verify-webhook.ts'
`

const taken = new Set<string>()

rmSync(draft, { recursive: true, force: true })
try {
  await stageSources()
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

/** Copies the sources, with generated types of the API in place of those that import the server. */
async function stageSources(): Promise<void> {
  mkdirSync(stage, { recursive: true })
  for (const file of readdirSync(join(source, 'src'))) {
    if (file.endsWith('.ts') && !file.endsWith('.test.ts')) cpSync(join(source, 'src', file), join(stage, file))
  }
  const { contract, api } = await apiTypes()
  refuseTakenNames(contract)
  writeFileSync(join(stage, 'contract.ts'), contract)
  writeFileSync(join(stage, 'api.ts'), api)
  writeFileSync(join(stage, 'index.ts'), entry)
  symlinkSync(join(source, 'node_modules'), join(stage, 'node_modules'))
}

/** TypeScript says nothing when a name of `export *` hides behind another export. */
function refuseTakenNames(contract: string): void {
  const own = new Set([...entry.matchAll(/\w+/g)].map(([name]) => name))
  for (const [, name = ''] of contract.matchAll(/^export type (\w+)/gm))
    if (own.has(name)) throw new Error(`The contract and the client both export ${name}: rename one of them`)
}

/** Everything in one file: the package depends on nothing, so it installs alone and brings no minimum version of Node. */
async function bundle(): Promise<void> {
  const built = await rolldown({
    input: join(stage, 'index.ts'),
    platform: 'neutral',
    transform: { target: 'es2022' },
    plugins: [thirdPartyNotices()],
  })
  await built.write({ file: join(draft, 'index.js'), format: 'esm' })
  await built.close()
}

/** The compiler sees only the copied sources: a type that needs the server does not compile. */
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
  takeDeclaration('index', draft, './types/')
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
    // The first version with AbortSignal.any.
    engines: { node: '>=20.3' },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './package.json': './package.json',
    },
    types: './index.d.ts',
    files: ['index.js', 'index.d.ts', 'types', 'THIRD-PARTY-NOTICES'],
  }
  writeFileSync(join(draft, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  cpSync(join(source, 'README.md'), join(draft, 'README.md'))
  cpSync(join(root, 'LICENSE'), join(draft, 'LICENSE'))
}
