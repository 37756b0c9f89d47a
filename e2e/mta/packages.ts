import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's packages of the two mail servers conflict, so the rig unpacks both and installs neither. */
const wanted = ['postfix', 'exim4-daemon-light', 'libgnutls-dane0', 'libidn12', 'libnss-wrapper']
const folder = join(import.meta.dirname, '../../node_modules/.gotrs-mta')

/** The paths and the environment of Debian's Postfix and Exim. */
export type MtaPackages = {
  postfix: string
  libraries: string
  exim: string
  env: NodeJS.ProcessEnv
  eximEnv: NodeJS.ProcessEnv
}

/** @throws Error that names what is missing */
export function unpackPackages(): MtaPackages {
  if (process.getuid?.() !== 0) throw new Error('This rig starts Postfix, which only root can start. Run it as root.')
  if (!existsSync(folder)) download()
  const libraries = join(folder, 'usr/lib/postfix')
  const multiarch = globSync(join(folder, 'usr/lib/*-linux-gnu'))
  const LD_LIBRARY_PATH = [libraries, ...multiarch].join(':')
  const env = { PATH: process.env.PATH, LD_LIBRARY_PATH }
  const eximEnv = { ...env, ...userOfExim() }
  const found = { postfix: join(folder, 'usr/sbin'), libraries, exim: join(folder, 'usr/sbin/exim4'), env, eximEnv }
  for (const [program = '', ...options] of [
    [join(found.postfix, 'postconf'), '-d'],
    [found.exim, '-C', '/dev/null', '-bV'],
  ]) {
    try {
      execFileSync(program, options, { env: eximEnv, stdio: ['ignore', 'ignore', 'pipe'] })
    } catch (error) {
      throw new Error(`${program} does not run: ${error}. Remove ${folder} and try again on Debian 12 or newer.`)
    }
  }
  return found
}

/** Exim does not start without the user that its package creates. Instead of creating it, a library pretends. */
function userOfExim(): Record<string, string> {
  const [passwd, group] = [join(folder, 'passwd'), join(folder, 'group')]
  writeFileSync(passwd, 'root:x:0:0::/:/bin/sh\nDebian-exim:x:8:8::/:/bin/false\nmail:x:8:8::/:/bin/false\n')
  writeFileSync(group, 'root:x:0:\nDebian-exim:x:8:\nmail:x:8:\n')
  const [library = ''] = globSync(join(folder, 'usr/lib/*-linux-gnu/libnss_wrapper.so'))
  return { LD_PRELOAD: library, NSS_WRAPPER_PASSWD: passwd, NSS_WRAPPER_GROUP: group }
}

function download(): void {
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  try {
    execFileSync('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', ...wanted], {
      cwd: fresh,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    for (const file of globSync(join(fresh, '*.deb'))) {
      execFileSync('dpkg', ['-x', file, fresh])
      rmSync(file)
    }
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    const words = 'This rig needs the packages postfix and exim4-daemon-light of Debian, and apt-get cannot get them'
    throw new Error(`${words}. Run "apt-get update" and try again.\n${error}`)
  }
  // A program with the set-user-id bit ignores LD_LIBRARY_PATH.
  chmodSync(join(fresh, 'usr/sbin/exim4'), 0o755)
  renameSync(fresh, folder)
}
