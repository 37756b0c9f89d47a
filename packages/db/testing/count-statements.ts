import type pg from 'pg'

/** Counts what a piece of work sends to Postgres, BEGIN and COMMIT included, over every connection of the pool. */
export async function countStatements(pool: pg.Pool, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const restore: (() => void)[] = []
  const watch = (client: pg.PoolClient) => {
    const original = client.query
    // The many overloads of query stay what they are: only the text is looked at in passing.
    client.query = ((...args: unknown[]) => {
      const first = args[0]
      statements.push(typeof first === 'string' ? first : String((first as { text?: string }).text))
      return Reflect.apply(original, client, args)
    }) as typeof client.query
    restore.push(() => {
      client.query = original
    })
  }
  const release = (_error: Error | undefined, client: pg.PoolClient) => {
    for (const undo of restore.splice(0)) undo()
    void client
  }
  pool.on('acquire', watch)
  pool.on('release', release)
  try {
    await work()
  } finally {
    pool.off('acquire', watch)
    pool.off('release', release)
  }
  return statements
}
