import type { ConnectionProblem } from '@gotrs/contract/mailboxes'

/** Which account is tried, as far as it matters for advice. */
export type Place = { protocol: 'IMAP' | 'SMTP'; host: string; port: number; tls: 'tls' | 'starttls' | 'none' }

const usualPorts = { IMAP: { tls: 993, starttls: 143, none: 143 }, SMTP: { tls: 465, starttls: 587, none: 25 } }

const advices: Record<ConnectionProblem, (place: Place) => string> = {
  no_such_host: ({ host }) => `No server has the name ${host}. Check it for typing errors.`,
  address_not_allowed: ({ host }) =>
    `${host} is inside the network of the desk, so the test does not connect to it. To allow it, the operator adds it to the setting PRIVATE_HOSTS and restarts the desk.`,
  nothing_answers: place =>
    `Nothing answers at ${place.host}, port ${place.port}. Check both, and any firewall between; the usual port is ${usualPorts[place.protocol][place.tls]}.`,
  timed_out: place =>
    `The server did not answer in time. Check the port (the usual one is ${usualPorts[place.protocol][place.tls]}), and any firewall between.`,
  not_a_mail_server: ({ protocol, port }) =>
    `What answers at port ${port} is no ${protocol} server. Check host and port.`,
  wrong_tls_mode: ({ tls, port }) =>
    tls === 'tls'
      ? `Port ${port} does not begin with TLS. Choose STARTTLS as the encryption, or another port.`
      : `Port ${port} expects TLS at once. Choose TLS as the encryption, or another port.`,
  bad_certificate: ({ host }) => `The server's certificate is not valid for ${host}.`,
  login_refused: () =>
    'The server refuses this user or password. Enter both again; the user is often the whole address.',
  needs_app_password: () =>
    "This provider does not take the account's own password here. Make an app password in the account's security settings and enter that, or sign in with OAuth.",
  needs_oauth: () =>
    'This provider takes no passwords from programs any more. Choose OAuth as the way to sign in, and connect the mailbox.',
  not_connected: () => 'The mailbox is not connected to its provider. Save it, press Connect, then test again.',
  no_such_folder: () => 'There is no such folder in this account.',
  no_folder_rights: () =>
    'This account may not read and flag mail in the folder, or not move mail to the other one. Give it those rights on the server, or choose another folder.',
  same_folder: () => 'Mail is read from this folder, so it cannot be moved there. Choose another folder to move it to.',
  no_starttls: ({ port }) =>
    `The server at port ${port} does not offer STARTTLS. Choose TLS with its port, or ask the operator of the server to enable STARTTLS.`,
  no_login_method: () =>
    'The server offers no way to sign in that the desk knows. Many servers offer it only over TLS: choose an encrypted connection.',
  sender_refused: () =>
    "The server does not take mail from the mailbox's address with this login. Allow the login to send as that address.",
  signed_sender_refused: () =>
    'The server takes mail from the plain address only, not from the address with a tag (+) by which a bounce is known. The desk uses the plain address. To change that, let the server treat + as the separator (in Postfix: recipient_delimiter = +), and let this login send as such addresses.',
  recipient_refused: () => 'The server takes no mail to other domains with this login. Check user and port.',
  other: () => 'The server does something that was not expected. Its own words may help.',
}

export const adviceOn = (problem: ConnectionProblem, place: Place): string => advices[problem](place)

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export function adviceOnCertificate(code: string, host: string, names: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `The server's certificate is for ${names || 'another name'}, not for ${host}. Enter the host by a name that is in the certificate.`
  }
  if (code === 'CERT_HAS_EXPIRED')
    return "The server's certificate has expired. The operator of the server has to renew it."
  if (code.includes('SELF_SIGNED')) {
    return "The server's certificate is signed by itself, so nobody can tell whose it is. Get one from a public authority, or let the desk know yours (NODE_EXTRA_CA_CERTS)."
  }
  return `The server's certificate cannot be verified (${code}). Its chain may lack a part.`
}

export const isCertificateCode = (code: string): boolean =>
  /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/.test(code)

const refusals: { hosts: RegExp; problem: ConnectionProblem; advice?: string }[] = [
  { hosts: /(^|\.)(outlook|office365|hotmail|live)\.com$/, problem: 'needs_oauth' },
  {
    hosts: /(^|\.)(gmail|googlemail|yahoo|aol|fastmail|zoho)\.com$|(^|\.)mail\.me\.com$/,
    problem: 'needs_app_password',
  },
  {
    hosts: /(^|\.)(gmx\.(net|com|de|at|ch)|web\.de|mail\.com)$/,
    problem: 'login_refused',
    advice:
      "The server refuses the login. Let other programs in first: in the provider's web mail, under Settings, POP3 and IMAP. With two-factor login, make an app password there.",
  },
]

/** A login by password that was rejected: by the server's words, else by whose server it is. */
export function refusalOf(host: string, said: string): { problem: ConnectionProblem; advice?: string } {
  if (/application-specific password|app(?:lication)? password/i.test(said)) return { problem: 'needs_app_password' }
  const isPast =
    /basic ?auth(?:entication)? is (?:disabled|not supported)|SmtpClientAuthentication is disabled|modern auth/i
  if (isPast.test(said)) return { problem: 'needs_oauth' }
  const known = refusals.find(it => it.hosts.test(host.toLowerCase()))
  if (!known) return { problem: 'login_refused' }
  return known.advice ? { problem: known.problem, advice: known.advice } : { problem: known.problem }
}
