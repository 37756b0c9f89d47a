import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A small disk of its own under a folder, that can really be full. */
export type Disk = { fill(): void; free(): void; unmount(): void }

const size = '512m'

/** Null where this machine does not let us mount one. */
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

/** Until the machine itself says ENOSPC. */
function fillBy(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
