// Plain JavaScript without dependencies: this runs on Node 20.
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildTarget } from './build-target.mjs'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

const at = path => join(root, path)
const shared = [
  at('pnpm-lock.yaml'),
  at('tsconfig.base.json'),
  at('tools/build.mjs'),
  at('tools/build-target.mjs'),
  at('tools/third-party-notices.ts'),
  at('tools/schemas-in-browsers.ts'),
]

/** The parts of the product, and files without which a part does not work. */
const targets = [
  {
    name: 'server',
    sources: [
      at('packages'),
      ...['gotrs', 'server', 'mail-worker'].map(it => at(`apps/${it}`)),
      at('tools/bundle.mjs'),
      at('tools/ascii-chunks.ts'),
    ],
    expected: ['gotrs.mjs', 'parse-worker.mjs', 'clean-worker.mjs', 'thumbnail-worker.mjs', 'demo/stories'],
    build: draft => run(node24, [at('tools/bundle.mjs'), draft], quiet),
  },
  {
    name: 'migrations',
    sources: [at('packages/db/migrations')],
    expected: readdirSync(at('packages/db/migrations')),
    build: copyMigrations,
  },
  webApp('portal'),
  webApp('agent'),
]

const production = { ...process.env, NODE_ENV: 'production' }
const quiet = { stdio: ['ignore', 2, 2], env: production }

export async function build() {
  const outcomes = await Promise.allSettled(
    targets.map(target => buildTarget({ ...target, sources: [...target.sources, ...shared] }, join(root, 'dist'))),
  )
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

function webApp(name) {
  const folder = at(`apps/${name}`)
  const args = draft => ['build', folder, '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn']
  return {
    name: `web/${name}`,
    sources: [folder, at('packages/contract'), at('packages/web')],
    expected: ['index.html', 'assets', ...readdirSync(join(folder, 'public'))],
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
