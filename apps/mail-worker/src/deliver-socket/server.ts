import { rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { DeskError } from '@gotrs/contract/errors'
import { deliverMail } from '@gotrs/core/inbound/filing/deliver'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { type Answer, deliverSocketPath, longestPath } from './client.ts'
import { HalfMail, readTransfer, type Transfer } from './transfer.ts'

export type DeliverSocket = { stop(): Promise<void> }

const maxConnections = 20
const silenceMs = 60_000
const closed: DeliverSocket = { stop: async () => {} }

/**
 * Takes mail from `gotrs mail deliver`, so that it need not start a desk of its own for every mail. Only the user whom the
 * desk runs as can open the socket, as only that user can read the key beside it. Without it the command works, more slowly.
 */
export async function startDeliverSocket(kernel: Kernel, dataDir: string): Promise<DeliverSocket> {
  const path = deliverSocketPath(dataDir)
  const shut = (why: string) => {
    kernel.log.warn({ path }, `mail deliver starts a process for every mail: ${why}`)
    return closed
  }
  if (Buffer.byteLength(path) > longestPath) return shut('the path of DATA_DIR is too long for a socket')
  // Another mail-worker on this folder takes them already.
  if (await isAnswered(path)) return closed
  await rm(path, { force: true })
  // A stop waits for the mails that have come whole, and for no client that still writes.
  const writing = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, socket => {
    writing.add(socket)
    for (const event of ['end', 'close']) socket.once(event, () => writing.delete(socket))
    serve(kernel, socket).catch(error => kernel.log.warn({ err: error }, 'a mail that was handed in was not taken'))
  })
  server.maxConnections = maxConnections
  try {
    await listenPrivately(server, path)
  } catch (error) {
    return shut(error instanceof Error && 'code' in error ? String(error.code) : 'the socket cannot be made')
  }
  server.on('error', error => kernel.log.warn({ err: error }, 'the socket of mail deliver'))
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

/** Bound while nobody else may read what is made: at no moment can another user open it. */
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
  // Filing may take longer than a client may say nothing.
  socket.once('end', () => socket.setTimeout(0))
  try {
    const answer = await take(kernel, await readTransfer(socket))
    socket.end(`${JSON.stringify(answer)}\n`)
    // What is still on the line has to be read before the client reads the answer.
    socket.resume()
  } catch (error) {
    socket.destroy()
    if (!(error instanceof HalfMail)) throw error
  }
}

/** @throws HalfMail, of which nothing is kept */
async function take(kernel: Kernel, { head, content }: Transfer): Promise<Answer> {
  const { mailbox, envelopeFrom, envelopeTo } = head
  try {
    return { outcome: await deliverMail(kernel, { mailboxName: mailbox, envelopeFrom, envelopeTo, raw: content }) }
  } catch (error) {
    if (error instanceof HalfMail) throw error
    if (error instanceof DeskError) return { refusal: { code: error.code, params: error.params } }
    kernel.log.warn({ err: error }, 'a mail that was handed in could not be taken')
    return { refusal: { code: 'unavailable', params: {} } }
  }
}
