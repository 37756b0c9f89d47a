import type pg from 'pg'

/** A connection on which one transaction at a time begins without a wait for Postgres. */
export type Transaction = pg.PoolClient & {
  /** Sends `text`, which begins the transaction. Rejects as Postgres answers it. */
  begin(text: string): Promise<unknown>
  /**
   * Rolls back. What the work still sends is rejected until the next `begin`: of several statements that run at once, one
   * may go on after another has failed, and what it sent would be committed by itself.
   */
  rollback(): Promise<unknown>
}

// One for each connection, so that a statement that is prepared on it is built once.
const known = new WeakMap<pg.PoolClient, Transaction>()

/**
 * Until Postgres has answered `begin`, only a `select` is sent. Every other statement waits for the answer: if `begin` alone
 * fails, a statement that was already sent would run outside of any transaction and would be committed by itself. What a
 * select locks outside of a transaction is unlocked at once. Verbs begin by reading, so the wait costs no round trip.
 */
export function transactionOn(client: pg.PoolClient): Transaction {
  const transaction = known.get(client) ?? makeTransaction(client)
  known.set(client, transaction)
  return transaction
}

function makeTransaction(client: pg.PoolClient): Transaction {
  let begun: Promise<unknown> | null = null
  let isHolding = false
  let isOver = false
  const begin = (text: string) => {
    const sent: Promise<unknown> = client.query(text)
    begun = sent
    isHolding = false
    isOver = false
    // A begin that failed stays: nothing but reads is sent after it.
    sent.then(
      () => {
        if (begun === sent) begun = null
      },
      () => {},
    )
    return sent
  }
  const rollback = () => {
    isOver = true
    return client.query('rollback')
  }
  const query = (...args: unknown[]) => {
    if (isOver) return Promise.reject(new Error('The unit of work has failed: it sends nothing more.'))
    const send = () => Reflect.apply(client.query, client, args)
    if (begun === null || (!isHolding && isSelect(args[0]))) return send()
    // What comes after it waits too, so that the order stays.
    isHolding = true
    return begun.then(send)
  }
  return Object.assign(Object.create(client), { begin, rollback, query })
}

const isSelect = (statement: unknown): boolean => {
  const text = typeof statement === 'string' ? statement : (statement as { text: string }).text
  return /^\s*select\b/i.test(text)
}
