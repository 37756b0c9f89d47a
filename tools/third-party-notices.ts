import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Package = { folder: string; name: string; version: string; license?: unknown }
type Chunk = { type: string; moduleIds?: string[] }

/** Licences whose code may be shipped within Apache-2.0; of a choice (`A OR B`) one must be here, of `A AND B` all. */
const accepted = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'],
  ...['Python-2.0', 'Unlicense', 'WTFPL', 'Zlib'],
])

/**
 * Writes THIRD-PARTY-NOTICES into a bundle: name, version, licence and its text for each package in it. A
 * package without an accepted licence fails the build.
 */
export function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    generateBundle(
      this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string },
      _options: unknown,
      bundle: Record<string, Chunk>,
    ): void {
      const modules = Object.values(bundle).flatMap(it => it.moduleIds ?? [])
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES', source: noticesOf(packagesOf(modules)) })
    },
  }
}

function packagesOf(modules: string[]): Package[] {
  const found = new Map<string, Package>()
  for (const module of modules) {
    const folder = packageFolder(module)
    if (!folder) continue
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package
    found.set(`${name} ${version}`, { folder, name, version, license })
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, it]) => it)
}

/** `…/node_modules/@scope/name` of a file in it; packages have further package.json files below. */
function packageFolder(module: string): string | undefined {
  return /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(module)?.[1]
}

export function noticesOf(packages: Package[]): string {
  const troubles = packages.filter(it => !isAccepted(it.license)).map(it => `${it.name} ${it.version} (${it.license})`)
  if (troubles.length > 0) throw new Error(`No accepted licence, so it must not be bundled: ${troubles.join(', ')}`)
  const rule = '-'.repeat(80)
  const parts = packages.map(it => `${it.name} ${it.version}\nLicence: ${it.license}\n\n${licenceText(it)}`)
  return ['GOTRS contains code of these packages.', ...parts].join(`\n\n${rule}\n`).concat('\n')
}

function isAccepted(license: unknown): boolean {
  if (typeof license !== 'string') return false
  const choices = license.replace(/[()]/g, '').split(' OR ')
  return choices.some(choice => choice.split(' AND ').every(it => accepted.has(it)))
}

function licenceText({ folder }: Package): string {
  const files = existsSync(folder) ? readdirSync(folder).filter(it => /^(licen[cs]e|copying|notice)/i.test(it)) : []
  if (files.length === 0) return 'The package brings no text of its licence: see https://spdx.org/licenses/.'
  return files.map(it => readFileSync(join(folder, it), 'utf8').trim()).join('\n\n')
}
