import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { type ArrivalLimits, usualArrivalLimits } from '@gotrs/core/inbound/ledger/arrival-rate'
import type { Filer } from '@gotrs/core/inbound/ledger/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import type { SMTPServer } from 'smtp-server'
import { type CertificateFiles, readCertificate } from './certificate.ts'
import { sendOwnEnhancedCodes } from './enhanced-codes.ts'
import { createHalfOpenServer } from './half-close.ts'
import { checkRecipient, createReceiver, type Limits } from './receive-mail.ts'

export type Listener = { port: number; stop(): Promise<void> }
type Options = {
  host: string
  port: number
  protocol: 'smtp' | 'lmtp'
  /** With a certificate the listener offers STARTTLS (RFC 3207). */
  tls?: CertificateFiles | null
  limits?: Partial<Limits>
  /** How many mails an hour are accepted. */
  arrivals?: ArrivalLimits
  /** Files the mails in this process. */
  filer?: Filer
}

const usualLimits: Limits = {
  maxBytes: maxMailBytes,
  maxConnections: 100,
  maxAtOnce: 20,
  idleMs: 60_000,
  wholeMs: 15 * 60_000,
}
/** RFC 5321, section 4.5.3.1.4, requires 512 bytes, and more for each extension. */
const maxCommandBytes = 4_096
/** The listener uses a renewed certificate within the hour. */
const renewMs = 60 * 60_000

/**
 * Accepts mail only for the mailboxes and does not relay. It replies 250 only after the commit. It stores the bytes of a mail
 * to several mailboxes once, and commits all of its rows together, so that one reply is true for all.
 */
export async function startListener(kernel: Kernel, options: Options): Promise<Listener> {
  const { host, port, protocol, tls = null, arrivals = usualArrivalLimits, filer } = options
  const limits = { ...usualLimits, ...options.limits }
  const receiver = createReceiver(kernel, { source: protocol, arrivals, filer }, limits)
  const server = createHalfOpenServer({
    lmtp: protocol === 'lmtp',
    banner: 'GOTRS',
    hideENHANCEDSTATUSCODES: false,
    size: limits.maxBytes,
    // Without a certificate the listener is behind a mail server or on a private network.
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...(tls ? await readCertificate(tls) : {}),
    disableReverseLookup: true,
    maxClients: limits.maxConnections,
    maxCommandLength: maxCommandBytes,
    socketTimeout: limits.idleMs,
    closeTimeout: 3_000,
    onConnect(session, callback) {
      sendOwnEnhancedCodes(server, session)
      callback()
    },
    onMailFrom(address, session, callback) {
      receiver.checkSender(address.address, session).then(() => callback(), callback)
    },
    onRcptTo(address, session, callback) {
      checkRecipient(kernel, address.address, session).then(() => callback(), callback)
    },
    onData(stream, session, callback) {
      receiver.receive(stream, session).then(answer => callback(null, answer), callback)
    },
  })
  server.on('error', error => kernel.log.warn({ err: error }, `the ${protocol} listener failed`))
  const renewal = tls ? setInterval(() => renew(kernel, server, tls), renewMs).unref() : undefined
  await listen(server, host, port)
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop() {
      clearInterval(renewal)
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

function listen(server: SMTPServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function renew(kernel: Kernel, server: SMTPServer, files: CertificateFiles): void {
  readCertificate(files).then(
    certificate => server.updateSecureContext(certificate),
    error =>
      kernel.log.warn({ err: error }, 'reading the certificate for mail in again failed; the last one stays in use'),
  )
}
