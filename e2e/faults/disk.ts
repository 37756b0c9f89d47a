import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A small disk under a folder that can really be full. */
export type Disk = { fill(): void; free(): void; unmount(): void }

const size = '512m'

/** Null if this machine cannot mount one. */
export function mountDisk(folder: string): Disk | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'gotrs-faults', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  const filler = join(folder, 'filler')
  let isMounted = true
  const unmount = () => {
    if (isMounted) execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
    isMounted = false
  }
  process.on('exit', unmount)
  return {
    fill() {
      const file = openSync(filler, 'w')
      for (const bytes of [1 << 20, 1 << 12]) fillBy(file, Buffer.alloc(bytes, 1))
      closeSync(file)
    },
    free: () => rmSync(filler, { force: true }),
    unmount,
  }
}

/** Fills it until the system reports ENOSPC. */
function fillBy(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
