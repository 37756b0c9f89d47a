import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A line to another server that can be cut and mended, slowed, and left for dead without a word. */
export type CutLine = {
  port: number
  /** Ends every connection, and each new one at once, until it is mended. */
  cut(): void
  mend(): void
  /** Ends every connection; new ones are welcome. Returns how many that were not silent already. */
  cutOnce(): number
  /** Every connection stays open, but whatever is said on it vanishes, in both directions; new ones are welcome. */
  goSilent(): number
  /** What is said arrives so much later. */
  delay(milliseconds: number): void
  /** The next connection is cut after so many bytes from the server. */
  cutNextAfter(bytes: number): void
  /** The next time a client says this the server hears it, and its answer is lost with the connection. */
  loseAnswerTo(words: string): void
  /** How many connections there have been. */
  connections(): number
  /** How many bytes the server has said on the newest connection. */
  said(): number
  stop(): Promise<void>
}

type Hooks = {
  /** What the client says is passed on once this is done. */
  onClient?(text: string): Promise<void>
  /** The client gave up a connection that had gone silent. */
  onGivenUp?(silentSince: number): void
  now?(): number
}

type State = { isCut: boolean; delayMs: number; nextBytes: number; count: number; unanswered: string | null }
type Connection = { near: Socket; far: Socket; silentSince: number | null; bytesLeft: number; said: number }

export async function layLine(to: { host: string; port: number }, hooks: Hooks = {}): Promise<CutLine> {
  const { now = Date.now } = hooks
  const open = new Set<Connection>()
  const line: State = { isCut: false, delayMs: 0, nextBytes: Number.POSITIVE_INFINITY, count: 0, unanswered: null }
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
    if (line.isCut) return near.destroy()
    const far = connect({ ...to, noDelay: true })
    const connection: Connection = { near, far, silentSince: null, bytesLeft: line.nextBytes, said: 0 }
    line.nextBytes = Number.POSITIVE_INFINITY
    line.count += 1
    newest = connection
    open.add(connection)
    far.on('error', () => {})
    near.on('close', () => {
      if (open.has(connection) && connection.silentSince !== null) hooks.onGivenUp?.(connection.silentSince)
      end(connection)
    })
    // The server may hang up on a silent line: nobody on the other side hears of it.
    far.on('close', () => connection.silentSince === null && end(connection))
    pass(connection, line, hooks, () => end(connection))
    if (connection.bytesLeft === 0) end(connection)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      line.isCut = true
      endAll()
    },
    mend() {
      line.isCut = false
    },
    cutOnce: endAll,
    goSilent() {
      const all = talking()
      for (const connection of all) connection.silentSince = now()
      return all.length
    },
    delay(milliseconds) {
      line.delayMs = milliseconds
    },
    cutNextAfter(bytes) {
      line.nextBytes = bytes
    },
    loseAnswerTo(words) {
      line.unanswered = words
    },
    connections: () => line.count,
    said: () => newest?.said ?? 0,
    async stop() {
      line.isCut = true
      endAll()
      server.close()
      await once(server, 'close')
    },
  }
}

function pass(connection: Connection, line: State, { onClient }: Hooks, end: () => void): void {
  const { near, far } = connection
  relay(near, async chunk => {
    const text = chunk.toString('latin1')
    await onClient?.(text)
    if (line.unanswered !== null && text.includes(line.unanswered)) {
      line.unanswered = null
      connection.bytesLeft = 0
    }
    if (line.delayMs > 0) await pause(line.delayMs)
    if (connection.silentSince === null) far.write(chunk)
  })
  relay(far, async chunk => {
    if (line.delayMs > 0) await pause(line.delayMs)
    if (connection.silentSince !== null) return
    const part = chunk.subarray(0, connection.bytesLeft)
    connection.bytesLeft -= part.length
    connection.said += part.length
    near.write(part, () => {
      if (connection.bytesLeft === 0) end()
    })
  })
}

/** One chunk after the other, in order, however long each takes. */
function relay(from: Socket, pass: (chunk: Buffer) => Promise<void>): void {
  let last = Promise.resolve()
  from.on('data', chunk => {
    from.pause()
    last = last.then(() => pass(chunk)).then(() => void from.resume())
  })
}
