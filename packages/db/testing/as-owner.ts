import pg from 'pg'

/** Statements with all rights of the URL's login: the pool's role cannot break tables, which tests do on purpose. */
export async function asOwner(databaseUrl: string, statements: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  // Its statements fail as well; unheard, this would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statements)).rows
  } finally {
    await client.end()
  }
}
