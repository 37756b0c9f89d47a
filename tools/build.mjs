// Plain JavaScript without dependencies: this runs on Node 20.
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, hashFiles, main, node24, readStamp, root, run, Trouble, writeStamp } from './workspace.mjs'

const dist = join(root, 'dist')
const at = path => join(root, path)
const shared = [
  at('pnpm-lock.yaml'),
  at('tsconfig.base.json'),
  at('tools/build.mjs'),
  at('tools/third-party-notices.ts'),
  at('tools/schemas-in-browsers.ts'),
]

/** The parts of the product. Each is built again only if the content of its sources has changed. */
const targets = [
  {
    name: 'server',
    sources: [
      at('packages'),
      ...['gotrs', 'server', 'mail-worker'].map(it => at(`apps/${it}`)),
      at('tools/bundle.mjs'),
    ],
    build: draft => run(node24, [at('tools/bundle.mjs'), draft], quiet),
  },
  { name: 'migrations', sources: [at('packages/db/migrations')], build: copyMigrations },
  webApp('portal'),
  webApp('agent'),
]

const production = { ...process.env, NODE_ENV: 'production' }
const quiet = { stdio: ['ignore', 2, 2], env: production }

export async function build() {
  const outcomes = await Promise.allSettled(targets.map(buildTarget))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

async function buildTarget(target) {
  const stampFile = join(dist, '.stamps', target.name.replace('/', '-'))
  const wanted = hashFiles([...target.sources, ...shared])
  const folder = join(dist, target.name)
  if (existsSync(folder) && readStamp(stampFile) === wanted) return
  console.error(`Building ${target.name} …`)
  // Builds a draft and moves it into place: a failed or killed build keeps the previous one.
  const draft = `${folder}.draft`
  rmSync(draft, { recursive: true, force: true })
  if ((await target.build(draft)) !== 0) throw new Trouble(`Building ${target.name} failed, see above.`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
  writeStamp(stampFile, wanted)
}

function webApp(name) {
  const folder = at(`apps/${name}`)
  const args = draft => ['build', folder, '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn']
  return {
    name: `web/${name}`,
    sources: [folder, at('packages/contract'), at('packages/web')],
    build: draft => run(node24, [at('node_modules/vite/bin/vite.js'), ...args(draft)], quiet),
  }
}

async function copyMigrations(draft) {
  cpSync(at('packages/db/migrations'), draft, { recursive: true })
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    await ensureInstalled()
    await build()
    return 0
  })
}
