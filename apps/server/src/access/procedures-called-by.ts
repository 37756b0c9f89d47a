import type { CallThenRead, Procedures, RestCall, RestRoute } from '../rest/route.ts'
import { spread } from './call-row.ts'
import { inputsOfRow } from './rows-by-hand.ts'
import type { Scene } from './scene.ts'

type Called = { called: string[]; isDirect: boolean }

/**
 * The procedures that a row calls for all its test inputs. Runs the row with a caller that records each call and returns
 * a placeholder, and with a desk that does nothing. `isDirect`: the row used the desk itself.
 */
export async function proceduresCalledBy(row: RestRoute): Promise<Called> {
  const called: string[] = []
  let isDirect = false
  const desk = anything(() => {
    isDirect = true
  })
  const call = new Proxy({}, { get: (_all, noun) => procedures(String(noun), name => called.push(name)) })
  const callThenRead: CallThenRead = async (write, read) => read(call as Procedures, await write(call as Procedures))
  const input = { call, callThenRead, desk, ctx: { desk, actor: { role: 'admin' }, scopes: null }, ifMatch: undefined }
  for (const fields of inputsOfRow(row, scene)) {
    const whole = { ...input, ...spread(row, fields), headers: new Headers() }
    // The placeholder is no answer of a procedure, so the row may fail on it.
    await row.run(whole as unknown as RestCall<undefined, undefined, undefined>).catch(() => {})
  }
  return { called: [...new Set(called)], isDirect }
}

/** Its values do not matter, because nothing looks them up. */
const scene = anything(() => {}) as unknown as Scene

const procedures = (noun: string, note: (name: string) => void) =>
  new Proxy(
    {},
    {
      get: (_all, verb) => async () => {
        note(`${noun}.${String(verb)}`)
        return { items: [], staff: null }
      },
    },
  )

/** Every property and every call of it returns the same kind of placeholder. */
function anything(touched: () => void): object {
  const get = (_target: object, name: string | symbol): unknown => {
    touched()
    return name === 'then' ? undefined : anything(touched)
  }
  return new Proxy(() => {}, { get, apply: () => anything(touched) })
}
