import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Next to the bundle, or in the build folder if this runs from the sources.
const places = ['../web/', '../../../../dist/web/']

/** The folder of the built web apps; empty if they are not built, as in development. */
export function webDir(): string {
  return places.map(it => fileURLToPath(new URL(it, import.meta.url))).find(it => existsSync(it)) ?? ''
}
