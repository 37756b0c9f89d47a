import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Beside the bundle, and where the build puts them when this runs from the sources.
const places = ['../web/', '../../../../dist/web/']

/** The folder of the built web apps; empty where they have not been built, as in development. */
export function webDir(): string {
  return places.map(it => fileURLToPath(new URL(it, import.meta.url))).find(it => existsSync(it)) ?? ''
}
