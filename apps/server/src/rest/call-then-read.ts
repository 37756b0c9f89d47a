import type { Context } from '../trpc.ts'
import type { CallThenRead, Procedures } from './route.ts'

/**
 * The read begins before Postgres answers the commit, so it must use the same connection: its desk reads only there. It
 * gets the result of the unit of work.
 */
export const callThenRead =
  (proceduresOf: (ctx: Context) => Procedures, ctx: Context): CallThenRead =>
  async <T, A>(write: (call: Procedures) => Promise<T>, read: (call: Procedures, written: T) => Promise<A>) => {
    let answer: { value: A } | undefined
    const thenRead: Context['thenRead'] = async (written, readThere) => {
      const call = proceduresOf({ ...ctx, desk: { ...ctx.desk, read: readThere, list: readThere } })
      answer = { value: await read(call, written as T) }
    }
    const written = await write(proceduresOf({ ...ctx, thenRead }))
    return answer === undefined ? read(proceduresOf(ctx), written) : (answer as { value: A }).value
  }
