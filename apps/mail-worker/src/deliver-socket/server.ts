import { rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { DeskError } from '@gotrs/contract/errors'
import { deliverMail } from '@gotrs/core/inbound/filing/deliver'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { type Answer, deliverSocketPath, longestPath } from './client.ts'
import { IncompleteMail, readTransfer, type Transfer } from './transfer.ts'

export type DeliverSocket = { stop(): Promise<void> }

const maxConnections = 20
const silenceMs = 60_000
const closed: DeliverSocket = { stop: async () => {} }

/**
 * Accepts mail from `gotrs mail deliver`, so that the command does not open the desk for every mail. Only the user that runs
 * the desk can open the socket, and read the key next to it. Without the socket the command works, but more slowly.
 */
export async function startDeliverSocket(kernel: Kernel, dataDir: string): Promise<DeliverSocket> {
  const path = deliverSocketPath(dataDir)
  const withoutSocket = (why: string) => {
    kernel.log.warn({ path }, `gotrs mail deliver opens the desk for every mail: ${why}`)
    return closed
  }
  if (Buffer.byteLength(path) > longestPath) return withoutSocket('the path of DATA_DIR is too long for a socket')
  // Another mail-worker of this folder accepts the connections already.
  if (await isAnswered(path)) return closed
  await rm(path, { force: true })
  // A stop waits for mails that have arrived completely, but not for a client that is still writing.
  const writing = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, socket => {
    writing.add(socket)
    for (const event of ['end', 'close']) socket.once(event, () => writing.delete(socket))
    serve(kernel, socket).catch(error =>
      kernel.log.warn({ err: error }, 'accepting a mail of gotrs mail deliver failed'),
    )
  })
  server.maxConnections = maxConnections
  try {
    await listenPrivately(server, path)
  } catch (error) {
    return withoutSocket(
      error instanceof Error && 'code' in error ? String(error.code) : 'the socket cannot be created',
    )
  }
  server.on('error', error => kernel.log.warn({ err: error }, 'the socket of gotrs mail deliver failed'))
  const stop = () => {
    for (const socket of writing) socket.destroy()
    return new Promise<void>(resolve => server.close(() => resolve()))
  }
  return { stop }
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path)
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** Binds with a umask, so that another user can never open the socket. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const before = process.umask(0o177)
    try {
      server.listen(path, () => {
        server.off('error', reject)
        resolve()
      })
    } finally {
      process.umask(before)
    }
  })
}

async function serve(kernel: Kernel, socket: Socket): Promise<void> {
  socket.on('error', () => {})
  socket.setTimeout(silenceMs, () => socket.destroy())
  // Filing may take longer than the time-out for a silent client.
  socket.once('end', () => socket.setTimeout(0))
  try {
    const answer = await receive(kernel, await readTransfer(socket))
    socket.end(`${JSON.stringify(answer)}\n`)
    // The client reads the answer only after the rest of its data is read.
    socket.resume()
  } catch (error) {
    socket.destroy()
    if (!(error instanceof IncompleteMail)) throw error
  }
}

/** @throws IncompleteMail, without storing anything */
async function receive(kernel: Kernel, { head, content }: Transfer): Promise<Answer> {
  const { mailbox, envelopeFrom, envelopeTo } = head
  try {
    return { outcome: await deliverMail(kernel, { mailboxName: mailbox, envelopeFrom, envelopeTo, raw: content }) }
  } catch (error) {
    if (error instanceof IncompleteMail) throw error
    if (error instanceof DeskError) return { refusal: { code: error.code, params: error.params } }
    kernel.log.warn({ err: error }, 'a mail of gotrs mail deliver could not be accepted')
    return { refusal: { code: 'unavailable', params: {} } }
  }
}
