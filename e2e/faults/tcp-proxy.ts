import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

/** Receives the data of a connection when the proxy passes it on. */
export type Observer = { onClient?(chunk: Buffer): void; onServer?(chunk: Buffer): void }

/** A TCP proxy in front of a server that can drop a connection at any byte, or go silent. */
export type TcpProxy = {
  port: number
  /** Closes every connection and rejects new ones until `goUp`. */
  goDown(): void
  /** Discards the data of every connection, and of new ones until `goUp`; silent connections stay silent. */
  goSilent(): void
  /** From now on drops this share of the connections after a random number of bytes. */
  dropRandomly(share: number, maxBytes: number): void
  goUp(): void
  /** The number of connections that the proxy dropped. */
  dropCount(): number
  stop(): Promise<void>
}

type Connection = { near: Socket; far: Socket; isSilent: boolean; bytesLeft: number }

export async function startTcpProxy(
  port: number,
  random: Random,
  observe: () => Observer = () => ({}),
): Promise<TcpProxy> {
  const open = new Set<Connection>()
  const state = { mode: 'up' as 'up' | 'down' | 'silent', share: 0, maxBytes: 0, drops: 0 }
  const end = (connection: Connection) => {
    if (!open.delete(connection)) return
    connection.near.destroy()
    connection.far.destroy()
  }
  const drop = (connection: Connection) => {
    if (open.has(connection)) state.drops += 1
    end(connection)
  }
  const server = createServer({ noDelay: true }, near => {
    if (state.mode === 'down') return near.destroy()
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    const isDropped = random.isTrue(state.share)
    const bytesLeft = isDropped ? random.between(1, state.maxBytes) : Number.POSITIVE_INFINITY
    const connection = { near, far, isSilent: state.mode === 'silent', bytesLeft }
    const { onClient, onServer } = observe()
    open.add(connection)
    for (const [from, to, onData] of [
      [near, far, onClient],
      [far, near, onServer],
    ] as const) {
      from.on('error', () => end(connection))
      from.on('close', () => end(connection))
      from.on('data', chunk => pass(connection, chunk, to, onData, () => drop(connection)))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    goDown() {
      state.mode = 'down'
      for (const connection of open) drop(connection)
    },
    goSilent() {
      state.mode = 'silent'
      for (const connection of open) connection.isSilent = true
    },
    dropRandomly: (share, maxBytes) => Object.assign(state, { share, maxBytes }),
    goUp: () => Object.assign(state, { mode: 'up' }),
    dropCount: () => state.drops,
    async stop() {
      server.close()
      for (const connection of open) end(connection)
      await once(server, 'close')
    },
  }
}

function pass(connection: Connection, chunk: Buffer, to: Socket, onData: Observer['onClient'], drop: () => void): void {
  if (connection.isSilent) return
  const part = chunk.subarray(0, connection.bytesLeft)
  connection.bytesLeft -= part.length
  onData?.(part)
  if (connection.bytesLeft > 0) to.write(part)
  else to.write(part, drop)
}
