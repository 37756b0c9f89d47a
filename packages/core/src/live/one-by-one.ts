import type { LiveHint } from '@gotrs/contract/live'
import type { Receiver } from './stream.ts'

/** The receiver gets the hints from now on. `resume`: it has room for more. */
export type Connect = (receiver: Receiver) => { resume(): void }

/** For a reader that asks for one hint after the other. It holds one at most; further ones wait in the stream. */
export async function* oneByOne(connect: Connect, leave: () => void): AsyncGenerator<LiveHint> {
  const held: LiveHint[] = []
  let end: { error?: unknown } | null = null
  let wake = () => {}
  const { resume } = connect({
    take(hint) {
      held.push(hint)
      wake()
      return false
    },
    end(error) {
      held.length = 0
      end = { error }
      wake()
    },
  })
  try {
    for (;;) {
      const next = held.shift()
      if (next) yield next
      else if (end) return throwIfAny(end)
      else {
        const woken = new Promise<void>(resolve => (wake = resolve))
        resume()
        await woken
      }
    }
  } finally {
    leave()
  }
}

function throwIfAny({ error }: { error?: unknown }): void {
  if (error !== undefined) throw error
}
