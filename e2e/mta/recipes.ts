import { join } from 'node:path'
import { deskUser } from './desk.ts'
import type { EximOptions } from './exim.ts'
import type { PostfixOptions } from './postfix.ts'

type PortName =
  | 'http'
  | 'smtp'
  | 'lmtp'
  | 'open'
  | 'later'
  | 'never'
  | 'owned'
  | 'plus'
  | 'exim'
  | 'eximOwned'
  | 'eximPlus'
  | 'sasl'
export type Ports = Record<PortName, number>

const gotrs = join(import.meta.dirname, '../../apps/gotrs/bin/gotrs.mjs')

/** The recipes of docs/mailboxes.md, and servers that reject the desk. Mail to `gone@` gets a delivery report. */
export function postfixRecipes(ports: Ports, sinkPort: number, pipeDir: string) {
  const owners = 'smtpd_sender_login_maps=inline:{{ owned@desk.example = owned }, { plus@desk.example = plus }}'
  const login = ['smtpd_sasl_auth_enable=yes', 'smtpd_sender_restrictions=reject_sender_login_mismatch', owners]
  const early = 'smtpd_delay_reject=no'
  return {
    main: [
      'relay_domains = desk.example, pipe.example',
      'smtpd_sasl_type = dovecot',
      `smtpd_sasl_path = inet:127.0.0.1:${ports.sasl}`,
      'recipient_delimiter = +',
      'minimal_backoff_time = 2s',
      'maximal_backoff_time = 5s',
      'queue_run_delay = 5s',
    ],
    listeners: [
      { port: ports.open, options: [] },
      { port: ports.later, options: [early, 'smtpd_sender_restrictions=static:{450 4.7.1 Come back later}'] },
      { port: ports.never, options: [early, 'smtpd_sender_restrictions=static:{550 5.7.1 Not from you}'] },
      { port: ports.owned, options: [...login, 'recipient_delimiter='] },
      { port: ports.plus, options: login },
    ],
    services: [
      `gotrs unix - n n - - pipe
  flags=R user=${deskUser.name} directory=${pipeDir} null_sender=
  argv=/usr/bin/env DATA_DIR=${pipeDir} ${process.execPath} ${gotrs} mail deliver --mailbox open --from \${sender} --to \${recipient}`,
    ],
    transport: [
      `desk.example lmtp:inet:127.0.0.1:${ports.lmtp}`,
      'pipe.example gotrs:',
      'gone@acme.example error:5.1.1 No such user',
      `acme.example smtp:[127.0.0.1]:${sinkPort}`,
    ],
  } satisfies Partial<PostfixOptions>
}

/** To the desk over SMTP and LMTP; from the desk only if the sender belongs to the mailbox. */
export function eximRecipes(ports: Ports, sinkPort: number) {
  const route = (name: string, domain: string, transport: string, port: number) => `${name}:
  driver = manualroute
  domains = ${domain}
  transport = ${transport}
  route_list = * 127.0.0.1::${port}
  self = send
`
  return {
    ports: [ports.exim, ports.eximOwned, ports.eximPlus],
    acl: `check_sender:
  accept condition = \${if eq{$received_port}{${ports.exim}}}
  accept senders = :
  accept condition = \${if eq{$sender_address}{$authenticated_id@desk.example}}
  accept condition = \${if eq{$received_port}{${ports.eximPlus}}}
         condition = \${if eq{\${sg{$sender_address_local_part}{\\N\\+.*$\\N}{}}@$sender_address_domain}{$authenticated_id@desk.example}}
  deny message = Sender is not yours`,
    routers: [
      route('helpdesk', 'desk.example', 'gotrs', ports.smtp),
      route('helpdesk_lmtp', 'lmtp.example', 'gotrs_lmtp', ports.lmtp),
      route('correspondents', 'acme.example', 'gotrs', sinkPort),
    ].join('\n'),
    transports: `gotrs:
  driver = smtp
  hosts_override
gotrs_lmtp:
  driver = smtp
  protocol = lmtp
  port = ${ports.lmtp}
  hosts_override`,
  } satisfies Partial<EximOptions>
}
