import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { MailHost } from '../mail-host.ts'
import type { Place } from './advice.ts'
import { TestFailure } from './check.ts'

const connectMs = 6_000
const greetingMs = 8_000
/** A server that begins with TLS waits for us to speak; one that greets in the clear does so at once. */
const suspiciousMs = 2_000

/**
 * Checks the port before the login: does a mail server of this kind answer, with the chosen kind of TLS? @throws
 * TestFailure
 */
export async function probe(place: Place, host: MailHost, signal: AbortSignal): Promise<void> {
  const socket = await dial(place, host, signal)
  try {
    if (place.tls === 'tls') greetsAs(place, await greetingOf(await handshake(socket, host), greetingMs))
    else greetsAs(place, await greetingInTheClear(place, host, socket, signal))
  } finally {
    socket.destroy()
  }
}

function dial({ port }: Place, { address }: MailHost, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, signal })
    const timer = setTimeout(() => fail(new TestFailure('timed_out')), connectMs)
    const fail = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      reject(error instanceof TestFailure ? error : new TestFailure('nothing_answers', error.message))
    }
    socket.once('error', fail)
    socket.once('connect', () => {
      clearTimeout(timer)
      // The caller listens too, but without any listener an error ends the process.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** By any certificate: whether it is a good one is found when we log in. */
function handshake(socket: Socket, { servername }: MailHost): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({ socket, servername: servername ?? '', rejectUnauthorized: false })
    const timer = setTimeout(() => reject(new TestFailure('wrong_tls_mode')), greetingMs)
    const settle = (done: () => void) => {
      clearTimeout(timer)
      done()
    }
    secure.once('secureConnect', () => settle(() => resolve(secure)))
    secure.on('error', error => settle(() => reject(new TestFailure('wrong_tls_mode', error.message))))
    secure.once('close', () => settle(() => reject(new TestFailure('wrong_tls_mode'))))
  })
}

async function greetingInTheClear(place: Place, host: MailHost, socket: Socket, signal: AbortSignal): Promise<string> {
  const greeting = greetingOf(socket, greetingMs)
  const silence = Symbol('silence')
  const timer = Promise.withResolvers<typeof silence>()
  const id = setTimeout(() => timer.resolve(silence), suspiciousMs)
  try {
    const first = await Promise.race([greeting, timer.promise])
    if (first !== silence) return first
    if (await beginsWithTls(place, host, signal)) throw new TestFailure('wrong_tls_mode')
    return await greeting
  } finally {
    clearTimeout(id)
    greeting.catch(() => {})
  }
}

async function beginsWithTls(place: Place, host: MailHost, signal: AbortSignal): Promise<boolean> {
  const socket = await dial(place, host, signal)
  try {
    await handshake(socket, host)
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** The first bytes, as text; a greeting is one line. */
function greetingOf(socket: Socket, waitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TestFailure('timed_out')), waitMs)
    const settle = (done: () => void) => {
      clearTimeout(timer)
      done()
    }
    socket.once('data', (bytes: Buffer) => settle(() => resolve(bytes.subarray(0, 1_000).toString('utf8'))))
    socket.once('error', error => settle(() => reject(new TestFailure('nothing_answers', error.message))))
    socket.once('close', () => settle(() => reject(new TestFailure('not_a_mail_server'))))
  })
}

/** RFC 9051, section 7.1; RFC 5321, section 4.2. */
function greetsAs({ protocol }: Place, greeting: string): void {
  const line = greeting.split('\n', 1)[0] ?? ''
  if (protocol === 'IMAP' && /^\* (OK|PREAUTH|BYE)/i.test(line)) return
  if (protocol === 'SMTP' && /^[245]\d\d[ -]/.test(line) && !/^\* /.test(line)) return
  // A TLS alert: it did not understand what we said, or what it waits for.
  const isAlert = greeting.charCodeAt(0) === 0x15
  throw isAlert ? new TestFailure('wrong_tls_mode') : new TestFailure('not_a_mail_server', line)
}
