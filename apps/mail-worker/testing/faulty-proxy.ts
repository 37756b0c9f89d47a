import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A TCP proxy in front of another server, with network faults: refused, dropped, slow and silent connections. */
export type FaultyProxy = {
  port: number
  /** Closes every connection, and each new one at once, until `goUp`. */
  goDown(): void
  /** Accepts connections and passes on the data of new ones; silent connections stay silent. */
  goUp(): void
  /** Closes every connection and accepts new ones. Returns the number of those that were not silent already. */
  dropConnections(): number
  /** Keeps every connection open but discards all data on it, in both directions. Passes on the data of new ones. */
  goSilent(): number
  /** Like `goSilent`, for new connections too, until `goUp`. */
  staySilent(): void
  /** Delays data in both directions. */
  delay(milliseconds: number): void
  /** Closes the next connection after this number of bytes in both directions. */
  dropNextAfter(bytes: number): void
  /** Closes each new connection after the number of bytes that this returns for it. */
  dropEachAfter(choose: () => number): void
  /** The next time a client sends this text, the server receives it, but the connection closes before its response. */
  loseResponseTo(text: string): void
  /** The number of connections so far. */
  connections(): number
  /** The number of connections that the proxy closed. */
  drops(): number
  /** The number of bytes on the newest connection, in both directions. */
  bytesPassed(): number
  stop(): Promise<void>
}

/** Sees the data of one connection before the proxy passes it on. The proxy waits for `onClientData`. */
export type Observer = { onClientData?(text: string): Promise<void> | void; onServerData?(text: string): void }

type Hooks = {
  /** Called for each connection. */
  observe?(): Observer
  /** The client closed a connection that was silent. */
  onAbandoned?(silentSince: number): void
  now?(): number
}

type State = {
  mode: 'up' | 'down' | 'silent'
  delayMs: number
  nextBytes: number | null
  chooseBytes: () => number
  count: number
  drops: number
  unanswered: string | null
  newest: Connection | null
}
type Connection = {
  near: Socket
  far: Socket
  silentSince: number | null
  bytesLeft: number
  passed: number
  isUnanswered: boolean
}

const unlimited = () => Number.POSITIVE_INFINITY

export async function startFaultyProxy(to: { host: string; port: number }, hooks: Hooks = {}): Promise<FaultyProxy> {
  const { now = Date.now, observe = () => ({}) } = hooks
  const state: State = {
    ...{ mode: 'up', delayMs: 0, nextBytes: null, chooseBytes: unlimited },
    ...{ count: 0, drops: 0, unanswered: null, newest: null },
  }
  const open = openConnections(state, now)
  const server = createServer({ noDelay: true }, near => {
    near.on('error', () => {})
    if (state.mode === 'down') return near.destroy()
    const connection = open.add(near, connect({ ...to, noDelay: true }))
    near.on('close', () => {
      if (open.has(connection) && connection.silentSince !== null) hooks.onAbandoned?.(connection.silentSince)
      open.end(connection)
    })
    pass(connection, state, observe(), () => open.drop(connection))
    if (connection.bytesLeft === 0) open.drop(connection)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    ...switchesOf(state, open),
    connections: () => state.count,
    drops: () => state.drops,
    bytesPassed: () => state.newest?.passed ?? 0,
    async stop() {
      state.mode = 'down'
      open.endAll()
      server.close()
      await once(server, 'close')
    },
  }
}

type Open = ReturnType<typeof openConnections>

function openConnections(state: State, now: () => number) {
  const open = new Set<Connection>()
  const end = (connection: Connection) => {
    if (!open.delete(connection)) return
    connection.near.destroy()
    connection.far.destroy()
  }
  const drop = (connection: Connection) => {
    if (open.has(connection)) state.drops += 1
    end(connection)
  }
  const talking = () => [...open].filter(it => it.silentSince === null)
  return {
    add(near: Socket, far: Socket): Connection {
      const bytesLeft = state.nextBytes ?? state.chooseBytes()
      const silentSince = state.mode === 'silent' ? now() : null
      const connection = { near, far, silentSince, bytesLeft, passed: 0, isUnanswered: false }
      Object.assign(state, { nextBytes: null, newest: connection, count: state.count + 1 })
      open.add(connection)
      far.on('error', () => {})
      // The server may close a silent connection: the client does not notice.
      far.on('close', () => connection.silentSince === null && end(connection))
      return connection
    },
    has: (connection: Connection) => open.has(connection),
    ...{ end, drop },
    endAll: () => open.forEach(end),
    dropAll() {
      const { length } = talking()
      open.forEach(drop)
      return length
    },
    silenceAll() {
      const all = talking()
      for (const connection of all) connection.silentSince = now()
      return all.length
    },
  }
}

function switchesOf(state: State, open: Open) {
  return {
    goDown() {
      state.mode = 'down'
      open.dropAll()
    },
    goUp() {
      state.mode = 'up'
    },
    dropConnections: open.dropAll,
    goSilent: open.silenceAll,
    staySilent() {
      state.mode = 'silent'
      open.silenceAll()
    },
    delay(milliseconds: number) {
      state.delayMs = milliseconds
    },
    dropNextAfter(bytes: number) {
      state.nextBytes = bytes
    },
    dropEachAfter(choose: () => number) {
      state.chooseBytes = choose
    },
    loseResponseTo(text: string) {
      state.unanswered = text
    },
  }
}

function pass(connection: Connection, state: State, observer: Observer, drop: () => void): void {
  const { near, far } = connection
  const write = async (chunk: Buffer, to: Socket) => {
    if (state.delayMs > 0) await pause(state.delayMs)
    if (connection.silentSince !== null) return
    const part = chunk.subarray(0, connection.bytesLeft)
    connection.bytesLeft -= part.length
    connection.passed += part.length
    to.write(part, () => connection.bytesLeft === 0 && drop())
  }
  relay(near, async chunk => {
    const text = chunk.toString('latin1')
    await observer.onClientData?.(text)
    if (state.unanswered !== null && text.includes(state.unanswered)) {
      state.unanswered = null
      connection.isUnanswered = true
    }
    await write(chunk, far)
  })
  relay(far, async chunk => {
    if (connection.isUnanswered) return drop()
    observer.onServerData?.(chunk.toString('latin1'))
    await write(chunk, near)
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
