import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MtaPackages } from './packages.ts'

/** Debian's mail user, instead of the user that the package would create. */
const mailUser = 8

export type EximOptions = {
  packages: MtaPackages
  folder: string
  ports: number[]
  /** The sections after `begin acl`, in Exim's syntax. */
  acl: string
  routers: string
  transports: string
}

export type Exim = { start(): void; log(): string; stop(): Promise<void> }

/** Debian's Exim with a temporary configuration. */
export function createExim(options: EximOptions): Exim {
  const { packages, folder, ports } = options
  for (const name of ['', 'spool', 'log']) {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true })
    chownSync(path, mailUser, mailUser)
    chmodSync(path, 0o755)
  }
  const config = join(folder, 'exim.conf')
  writeFileSync(config, text(options))
  const listeners = ports.map(it => `127.0.0.1.${it}`).join(' : ')
  let daemon: ChildProcess | null = null
  return {
    start() {
      daemon = spawn(packages.exim, ['-C', config, '-bdf', '-q5s', '-oX', listeners], {
        env: packages.eximEnv,
        stdio: 'ignore',
      })
      process.on('exit', () => daemon?.kill('SIGTERM'))
    },
    log: () => (existsSync(join(folder, 'log/mainlog')) ? readFileSync(join(folder, 'log/mainlog'), 'utf8') : ''),
    async stop() {
      if (!daemon || daemon.exitCode !== null) return
      const gone = once(daemon, 'exit')
      daemon.kill('SIGTERM')
      await gone
    },
  }
}

const text = ({ packages, folder, acl, routers, transports }: EximOptions) => `exim_path = ${packages.exim}
primary_hostname = exim.test
exim_user = ${mailUser}
exim_group = ${mailUser}
never_users =
deliver_drop_privilege
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/exim.pid
qualify_domain = test
tls_advertise_hosts =
keep_environment = LD_LIBRARY_PATH : LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
smtp_accept_queue_per_connection = 0
acl_smtp_mail = check_sender
acl_smtp_rcpt = accept
acl_smtp_data = accept
begin acl
${acl}
begin routers
${routers}
begin transports
${transports}
begin retry
* * F,1h,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = \${if eq{$auth3}{secret}}
  server_set_id = $auth2
`
