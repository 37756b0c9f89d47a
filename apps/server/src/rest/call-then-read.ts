import type { Context } from '../trpc.ts'
import type { CallThenRead, Procedures } from './route.ts'

/**
 * The read begins before the commit is answered, so it must use the connection of the commit: its desk reads only there. It
 * is called with what the unit of work returned.
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
