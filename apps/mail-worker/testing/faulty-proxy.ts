import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A TCP proxy in front of another server, with network faults: refused, dropped, slow and silent connections. */
export type FaultyProxy = {
  port: number
  /** Closes every connection, and each new one at once, until `goUp`. */
  goDown(): void
  goUp(): void
  /** Closes every connection and accepts new ones. Returns the number of those that were not silent already. */
  dropConnections(): number
  /** Keeps every connection open but discards all data on it, in both directions; accepts new ones. */
  goSilent(): number
  /** Delays data in both directions. */
  delay(milliseconds: number): void
  /** Closes the next connection after this number of bytes from the server. */
  dropNextAfter(bytes: number): void
  /** The next time a client sends this text, the server receives it, but the connection closes before its response. */
  loseResponseTo(text: string): void
  /** The number of connections so far. */
  connections(): number
  /** The number of bytes from the server on the newest connection. */
  bytesReceived(): number
  stop(): Promise<void>
}

type Hooks = {
  /** The proxy passes the client's data on when this has resolved. */
  onClientData?(text: string): Promise<void>
  /** The client closed a connection that was silent. */
  onAbandoned?(silentSince: number): void
  now?(): number
}

type State = { isDown: boolean; delayMs: number; nextBytes: number; count: number; unanswered: string | null }
type Connection = { near: Socket; far: Socket; silentSince: number | null; bytesLeft: number; received: number }

export async function startFaultyProxy(to: { host: string; port: number }, hooks: Hooks = {}): Promise<FaultyProxy> {
  const { now = Date.now } = hooks
  const open = new Set<Connection>()
  const state: State = { isDown: false, delayMs: 0, nextBytes: Number.POSITIVE_INFINITY, count: 0, unanswered: null }
  let newest: Connection | null = null
  const end = (connection: Connection) => {
    if (!open.delete(connection)) return
    connection.near.destroy()
    connection.far.destroy()
  }
  const talking = () => [...open].filter(it => it.silentSince === null)
  const endAll = () => {
    const { length } = talking()
    for (const connection of open) end(connection)
    return length
  }
  const server = createServer({ noDelay: true }, near => {
    near.on('error', () => {})
    if (state.isDown) return near.destroy()
    const far = connect({ ...to, noDelay: true })
    const connection: Connection = { near, far, silentSince: null, bytesLeft: state.nextBytes, received: 0 }
    state.nextBytes = Number.POSITIVE_INFINITY
    state.count += 1
    newest = connection
    open.add(connection)
    far.on('error', () => {})
    near.on('close', () => {
      if (open.has(connection) && connection.silentSince !== null) hooks.onAbandoned?.(connection.silentSince)
      end(connection)
    })
    // The server may close a silent connection: the client does not notice.
    far.on('close', () => connection.silentSince === null && end(connection))
    pass(connection, state, hooks, () => end(connection))
    if (connection.bytesLeft === 0) end(connection)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    goDown() {
      state.isDown = true
      endAll()
    },
    goUp() {
      state.isDown = false
    },
    dropConnections: endAll,
    goSilent() {
      const all = talking()
      for (const connection of all) connection.silentSince = now()
      return all.length
    },
    delay(milliseconds) {
      state.delayMs = milliseconds
    },
    dropNextAfter(bytes) {
      state.nextBytes = bytes
    },
    loseResponseTo(text) {
      state.unanswered = text
    },
    connections: () => state.count,
    bytesReceived: () => newest?.received ?? 0,
    async stop() {
      state.isDown = true
      endAll()
      server.close()
      await once(server, 'close')
    },
  }
}

function pass(connection: Connection, state: State, { onClientData }: Hooks, end: () => void): void {
  const { near, far } = connection
  relay(near, async chunk => {
    const text = chunk.toString('latin1')
    await onClientData?.(text)
    if (state.unanswered !== null && text.includes(state.unanswered)) {
      state.unanswered = null
      connection.bytesLeft = 0
    }
    if (state.delayMs > 0) await pause(state.delayMs)
    if (connection.silentSince === null) far.write(chunk)
  })
  relay(far, async chunk => {
    if (state.delayMs > 0) await pause(state.delayMs)
    if (connection.silentSince !== null) return
    const part = chunk.subarray(0, connection.bytesLeft)
    connection.bytesLeft -= part.length
    connection.received += part.length
    near.write(part, () => {
      if (connection.bytesLeft === 0) end()
    })
  })
}

/** Passes on one chunk after the other, in order. */
function relay(from: Socket, pass: (chunk: Buffer) => Promise<void>): void {
  let last = Promise.resolve()
  from.on('data', chunk => {
    from.pause()
    last = last.then(() => pass(chunk)).then(() => void from.resume())
  })
}
