import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MtaPackages } from './packages.ts'

/** Users of Debian. Postfix only requires that they differ and are not root. */
const owner = { name: 'uucp', id: 10 }
const group = { name: 'news', id: 9 }

export type PostfixOptions = {
  packages: MtaPackages
  folder: string
  /** Lines of `main.cf`. */
  main: string[]
  /** Ports that accept mail, each with its options. */
  listeners: { port: number; options: string[] }[]
  /** More lines of `master.cf`. */
  services: string[]
  /** The lines of `transport`, which postmap turns into a hash. */
  transport: string[]
}

export type Postfix = {
  start(): void
  /** Retries all deferred mail at once. */
  flush(): void
  log(): string
  stop(): Promise<void>
}

/** Debian's Postfix with a temporary configuration. */
export function createPostfix(options: PostfixOptions): Postfix {
  const { packages, folder } = options
  const config = join(folder, 'etc')
  const env = { ...packages.env, MAIL_CONFIG: config }
  makeFolders(folder)
  writeFileSync(join(config, 'main.cf'), mainText(options))
  writeFileSync(join(config, 'master.cf'), masterText(options))
  writeFileSync(join(config, 'transport'), `${options.transport.join('\n')}\n`)
  execFileSync(join(packages.postfix, 'postmap'), [`hash:${join(config, 'transport')}`], { env })
  let master: ChildProcess | null = null
  return {
    start() {
      master = spawn(join(packages.libraries, 'sbin/master'), ['-c', config, '-d'], { env, stdio: 'ignore' })
      process.on('exit', () => master?.kill('SIGTERM'))
    },
    flush: () => void execFileSync(join(packages.postfix, 'postqueue'), ['-c', config, '-f'], { env }),
    log: () => readFileSync(join(folder, 'postfix.log'), 'utf8'),
    async stop() {
      if (!master || master.exitCode !== null) return
      const gone = once(master, 'exit')
      master.kill('SIGTERM')
      await gone
    },
  }
}

const queues = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'private', 'saved']

function makeFolders(folder: string): void {
  const own = (name: string, mode: number, gid = 0) => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true })
    chownSync(path, owner.id, gid)
    chmodSync(path, mode)
  }
  for (const name of ['etc', 'spool', 'spool/pid']) mkdirSync(join(folder, name), { recursive: true })
  own('data', 0o700)
  for (const name of [...queues, 'trace']) own(`spool/${name}`, 0o700)
  own('spool/maildrop', 0o730, group.id)
  own('spool/public', 0o710, group.id)
}

function mainText({ packages, folder, main }: PostfixOptions): string {
  const { libraries, postfix } = packages
  return `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
daemon_directory = ${libraries}/sbin
shlib_directory = ${libraries}
command_directory = ${postfix}
mail_owner = ${owner.name}
setgid_group = ${group.name}
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
import_environment = MAIL_CONFIG LD_LIBRARY_PATH
myhostname = mx.test
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
transport_maps = hash:${folder}/etc/transport
${main.join('\n')}
`
}

function masterText({ listeners, services }: PostfixOptions): string {
  const smtpd = listeners.map(({ port, options }) =>
    [`127.0.0.1:${port} inet n - n - - smtpd`, ...options.map(it => `  -o ${it}`)].join('\n'),
  )
  return `${smtpd.join('\n')}
${usual}
${services.join('\n')}
`
}

/** No service runs in a chroot, which would lack the libraries. */
const usual = `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd`
