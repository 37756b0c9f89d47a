import type pg from 'pg'

/** Counts what a piece of work sends to Postgres, BEGIN and COMMIT included, over every connection of the pool. */
export async function countStatements(pool: pg.Pool, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  await watchStatements(pool, work, ({ text }) => statements.push(text))
  return statements
}

/** How often the work waits for Postgres: a statement that is sent before the answer to another one is no new wait. */
export async function countRoundTrips(pool: pg.Pool, work: () => Promise<unknown>): Promise<number> {
  let roundTrips = 0
  await watchStatements(pool, work, ({ isAlone }) => {
    if (isAlone) roundTrips += 1
  })
  return roundTrips
}

/** `isAlone`: it is on its way by itself, because its connection owes no other answer, or has to wait for that first. */
type Sent = { text: string; isAlone: boolean }

async function watchStatements(pool: pg.Pool, work: () => Promise<unknown>, onSent: (sent: Sent) => void) {
  const restore = new Map<pg.PoolClient, () => void>()
  const watch = (client: pg.PoolClient) => {
    const original = client.query
    const { pipeline } = client as { pipeline?: boolean }
    let unanswered = 0
    // The many overloads of query stay what they are: only the text is looked at in passing.
    client.query = ((...args: unknown[]) => {
      const first = args[0]
      const text = typeof first === 'string' ? first : String((first as { text?: string }).text)
      onSent({ text, isAlone: !pipeline || unanswered === 0 })
      unanswered += 1
      const answer = Reflect.apply(original, client, args)
      const end = () => {
        unanswered -= 1
      }
      Promise.resolve(answer).then(end, end)
      return answer
    }) as typeof client.query
    restore.set(client, () => {
      client.query = original
    })
  }
  const release = (_error: Error | undefined, client: pg.PoolClient) => {
    restore.get(client)?.()
    restore.delete(client)
  }
  pool.on('acquire', watch)
  pool.on('release', release)
  try {
    await work()
  } finally {
    pool.off('acquire', watch)
    pool.off('release', release)
  }
}
