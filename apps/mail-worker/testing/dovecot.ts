import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A real IMAP server on a free port, with its data in a temporary folder. */
export type Dovecot = {
  port: number
  /** Accepts mail to any user; mail to `user+Folder` goes into that folder. */
  lmtpPort: number
  /** Every user has this password. */
  user: string
  password: string
  start(): Promise<void>
  /** Kills it with its child processes, as a power failure would. */
  kill(): Promise<void>
  remove(): Promise<void>
}

const byPassword = `
passdb {
  driver = static
  args = password=secret
}`

/** `logins`: the part of Dovecot's configuration about logins. */
export async function createDovecot(logins = byPassword): Promise<Dovecot> {
  const home = await mkdtemp(join(tmpdir(), 'gotrs-imap-'))
  const mail = join(home, 'mail')
  await mkdir(mail)
  // Started as root it serves the mail as another user.
  await chmod(home, 0o755)
  await chmod(mail, 0o777)
  const [port, lmtpPort] = [await freePort(), await freePort()]
  const config = join(home, 'dovecot.conf')
  await writeFile(config, configuration(home, mail, { imap: port, lmtp: lmtpPort }, logins))
  let child: ChildProcess | null = null
  const kill = async () => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    process.kill(-child.pid, 'SIGKILL')
    await gone
  }
  return {
    port,
    lmtpPort,
    user: 'support',
    password: 'secret',
    async start() {
      // In its own process group, so that its child processes end with it.
      child = spawn('/usr/sbin/dovecot', ['-F', '-c', config], { detached: true, stdio: 'ignore' })
      await untilItListens(port)
    },
    kill,
    async remove() {
      await kill()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function configuration(home: string, mail: string, ports: { imap: number; lmtp: number }, logins: string): string {
  const { username, uid, gid } = userInfo()
  const own = uid === 0 ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`
  const [mailUid, mailGid] = uid === 0 ? [65_534, 65_534] : [uid, gid]
  return `${own}
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
mail_location = maildir:${mail}/%u
first_valid_uid = 1
first_valid_gid = 1
${logins}
userdb {
  driver = static
  args = uid=${mailUid} gid=${mailGid} home=${mail}/%u allow_all_users=yes
}
lmtp_save_to_detail_mailbox = yes
lda_mailbox_autocreate = yes
hostname = mail.example
postmaster_address = postmaster@mail.example
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilItListens(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1')
    const isUp = await Promise.race([
      once(socket, 'data').then(
        () => true,
        () => false,
      ),
      pause(2_000, false),
    ])
    socket.destroy()
    if (isUp) return
    await pause(50)
  }
  throw new Error('Dovecot does not answer: is dovecot-imapd installed?')
}
