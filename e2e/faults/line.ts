import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

/** What goes over a connection, as it is passed on. */
export type Listener = { onClient?(chunk: Buffer): void; onServer?(chunk: Buffer): void }

/** A line to a server that can be cut at any byte, and that can go dead without a word. */
export type Line = {
  port: number
  /** Ends every connection and refuses new ones until it is mended. */
  cut(): void
  /** Swallows what is said on every connection, and on new ones until it is mended; those that are dead stay dead. */
  goSilent(): void
  /** From now on this share of the connections ends after a random number of bytes. */
  fray(share: number, maxBytes: number): void
  mend(): void
  /** How many connections were ended by it. */
  cuts(): number
  stop(): Promise<void>
}

type Connection = { near: Socket; far: Socket; isSilent: boolean; bytesLeft: number }

export async function layLine(port: number, random: Random, listen: () => Listener = () => ({})): Promise<Line> {
  const open = new Set<Connection>()
  const state = { mode: 'open' as 'open' | 'cut' | 'silent', share: 0, maxBytes: 0, cuts: 0 }
  const end = (connection: Connection) => {
    if (!open.delete(connection)) return
    connection.near.destroy()
    connection.far.destroy()
  }
  const cutOff = (connection: Connection) => {
    if (open.has(connection)) state.cuts += 1
    end(connection)
  }
  const server = createServer({ noDelay: true }, near => {
    if (state.mode === 'cut') return near.destroy()
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    const isFrayed = random.isTrue(state.share)
    const bytesLeft = isFrayed ? random.between(1, state.maxBytes) : Number.POSITIVE_INFINITY
    const connection = { near, far, isSilent: state.mode === 'silent', bytesLeft }
    const { onClient, onServer } = listen()
    open.add(connection)
    for (const [from, to, hear] of [
      [near, far, onClient],
      [far, near, onServer],
    ] as const) {
      from.on('error', () => end(connection))
      from.on('close', () => end(connection))
      from.on('data', chunk => pass(connection, chunk, to, hear, () => cutOff(connection)))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      state.mode = 'cut'
      for (const connection of open) cutOff(connection)
    },
    goSilent() {
      state.mode = 'silent'
      for (const connection of open) connection.isSilent = true
    },
    fray: (share, maxBytes) => Object.assign(state, { share, maxBytes }),
    mend: () => Object.assign(state, { mode: 'open' }),
    cuts: () => state.cuts,
    async stop() {
      server.close()
      for (const connection of open) end(connection)
      await once(server, 'close')
    },
  }
}

function pass(connection: Connection, chunk: Buffer, to: Socket, hear: Listener['onClient'], cutOff: () => void): void {
  if (connection.isSilent) return
  const part = chunk.subarray(0, connection.bytesLeft)
  connection.bytesLeft -= part.length
  hear?.(part)
  if (connection.bytesLeft > 0) to.write(part)
  else to.write(part, cutOff)
}
