// Runs on Node 24: finds files, exports, dependencies and catalog entries that nothing uses.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from './workspace.mjs'

const knip = join(root, 'node_modules/knip/bin/knip.js')

// The entries of the product; code that neither they nor a test reach is dead.
const entries = [
  'apps/gotrs/src/main.ts',
  'apps/{agent,portal}/src/main.tsx',
  'packages/client/src/*.ts',
  'tools/{start,build,bundle,dev,dev-servers,gotrs,test,dead-code,record-openapi,access}.mjs',
  'tools/pack-client.mjs',
  'tools/client-package/pack.ts',
  '**/*.test.{ts,tsx}',
  '**/*.config.{ts,js,mjs}',
  'e2e/**/*.ts',
  'packages/db/src/schema.ts',
  '**/global-setup.ts',
  'packages/db/testing/keep-cluster.ts',
  'packages/core/src/inbound/reading/parse-worker.ts',
  'packages/core/src/conversation/clean-worker.ts',
  'packages/core/src/attachments/thumbnail-worker.ts',
  'packages/core/testing/odd-worker.ts',
]

const found = [await deadDependencies(), await deadFilesAndExports()]
process.exitCode = Math.max(...found)

function deadDependencies() {
  const include = ['--include', 'dependencies,unlisted,unresolved,catalog,catalogReferences']
  return run(
    process.execPath,
    [knip, '--no-progress', '--no-config-hints', '--config', 'tools/knip.json', ...include],
    { stdio: 'inherit' },
  )
}

/**
 * Every package exports `./*`, which knip takes for "everything is an entry, so nothing is dead". It looks therefore at a
 * copy of the sources that is one package, with the imports between ours given as paths.
 */
async function deadFilesAndExports() {
  const copy = mkdtempSync(join(tmpdir(), 'gotrs-dead-code-'))
  try {
    for (const file of sources()) cpSync(join(root, file), join(copy, file))
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ name: 'gotrs', type: 'module' }))
    writeFileSync(join(copy, 'knip.json'), JSON.stringify(configuration()))
    const args = ['--no-progress', '--no-config-hints', '--include', 'files,exports,types,duplicates']
    return await run(process.execPath, [knip, ...args], { stdio: 'inherit', cwd: copy })
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function configuration() {
  const paths = ['packages', 'apps'].flatMap(top =>
    readdirSync(join(root, top)).flatMap(name => [
      [`@gotrs/${name}/testing/*`, [`${top}/${name}/testing/*.ts`]],
      // React components are imported with their ending.
      [`@gotrs/${name}/*`, [`${top}/${name}/src/*.ts`, `${top}/${name}/src/*`]],
    ]),
  )
  return {
    entry: entries,
    project: ['{apps,packages}/*/{src,testing}/**/*.{ts,tsx}', 'tools/**/*.{mjs,ts}', 'e2e/**/*.ts'],
    paths: Object.fromEntries(paths),
    // An export that its own file uses is alive.
    ignoreExportsUsedInFile: true,
  }
}

function sources() {
  const listed = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.tsx', '*.mjs', '*.js'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return listed.split('\n').filter(file => file !== '' && existsSync(join(root, file)))
}
