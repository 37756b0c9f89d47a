import type { RestCall, RestRoute } from '../rest/route.ts'
import { spread } from './ask-row.ts'
import { inputsOfRow } from './rows-by-hand.ts'
import type { Scene } from './scene.ts'

type Called = { called: string[]; isDirect: boolean }

/**
 * The procedures that a row calls for all that it is asked in the tests of access, by running it between a caller that
 * writes down what is called and answers nothing in particular, and a desk that does nothing. `isDirect`: it went to the
 * desk itself.
 */
export async function calledBy(row: RestRoute): Promise<Called> {
  const called: string[] = []
  let isDirect = false
  const desk = anything(() => {
    isDirect = true
  })
  const call = new Proxy({}, { get: (_all, noun) => procedures(String(noun), name => called.push(name)) })
  const input = { call, desk, ctx: { desk, actor: { role: 'admin' }, scopes: null }, ifMatch: undefined }
  for (const asked of inputsOfRow(row, scene)) {
    const whole = { ...input, ...spread(row, asked), headers: new Headers() }
    // What is answered is no answer of a procedure, and so a row may well fail at it.
    await row.run(whole as unknown as RestCall<undefined, undefined, undefined>).catch(() => {})
  }
  return { called: [...new Set(called)], isDirect }
}

/** Each thing of it is something: which one it is does not matter, since nothing is looked up. */
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

/** Every property and every call of it is again anything. */
function anything(touched: () => void): object {
  const get = (_target: object, name: string | symbol): unknown => {
    touched()
    return name === 'then' ? undefined : anything(touched)
  }
  return new Proxy(() => {}, { get, apply: () => anything(touched) })
}
