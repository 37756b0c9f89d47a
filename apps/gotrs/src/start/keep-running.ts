import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { backOff } from './back-off.ts'

export interface KeptProcess {
  /** Settles when the process says that it is ready; fails when it ends before it was ever ready. */
  ready: Promise<void>
  stop(): Promise<void>
  /** Ends it without waiting for anything. */
  kill(): void
}

interface KeepOptions {
  name: string
  env: NodeJS.ProcessEnv
  say: (line: string) => void
  /** For development: Node starts it again when a source file changes, and after a crash waits for the next change. */
  watch?: boolean
}

// With Postgres after it, everything has stopped within ten seconds.
const patience = 5_000

/** Runs `gotrs NAME` as a child, and again whenever it ends by itself after it has once been ready. */
export function keepRunning({ name, env, say, watch }: KeepOptions): KeptProcess {
  const stopping = new AbortController()
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  ready.catch(() => {})
  let child: ChildProcess | null = null
  let hasBeenReady = false

  const run = async () => {
    const pause = backOff()
    while (!stopping.signal.aborted) {
      child = launch(name, env, watch)
      child.on('message', message => {
        if (message !== 'ready') return
        hasBeenReady = true
        resolve()
      })
      const how = await ending(child)
      if (stopping.signal.aborted) return
      if (!hasBeenReady) return reject(new Error(`The ${name} did not start (${how}), see above.`))
      const delay = pause.next()
      say(`The ${name} ended by itself (${how}) and is started again in ${delay / 1000} s.`)
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const running = run()

  const stop = async () => {
    stopping.abort()
    child?.kill('SIGTERM')
    const axe = setTimeout(() => child?.kill('SIGKILL'), patience)
    await running
    clearTimeout(axe)
  }
  const kill = () => {
    stopping.abort()
    child?.kill('SIGKILL')
  }
  return { ready, stop, kill }
}

/** In a session of its own, so that a Ctrl-C in the terminal comes to us alone; the channel tells it when we are gone.
 * Node's watcher does not pass that on: it stays in our group. */
function launch(name: string, env: NodeJS.ProcessEnv, watch = false): ChildProcess {
  const program = process.argv[1] ?? ''
  const flags = [...process.execArgv, ...(watch ? ['--watch', '--watch-preserve-output'] : [])]
  return spawn(process.execPath, [...flags, program, name], {
    env,
    detached: !watch,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}
