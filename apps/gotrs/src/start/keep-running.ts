import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { backOff } from './back-off.ts'

export interface KeptProcess {
  /** Resolves when the process reports that it is ready; rejects if it ends before that. */
  ready: Promise<void>
  /** Stops it and starts it again at once, with the current code. */
  restart(): void
  stop(): Promise<void>
  /** Ends it without waiting for anything. */
  kill(): void
}

interface KeepOptions {
  name: string
  env: NodeJS.ProcessEnv
  say: (line: string) => void
  /** For development: after a crash it waits for `restart`, because the same code would crash again. */
  waitsForRestart?: boolean
}

// Together with Postgres after it, everything stops within ten seconds.
const patience = 5_000

/** Runs `gotrs NAME` as a child process, and restarts it whenever it ends unexpectedly after it was ready once. */
export function keepRunning({ name, env, say, waitsForRestart = false }: KeepOptions): KeptProcess {
  const stopping = new AbortController()
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  ready.catch(() => {})
  let child: ChildProcess | null = null
  let hasBeenReady = false
  let restart = new AbortController()

  const untilNextStart = async (how: string, delay: number) => {
    say(
      `The ${name} ended unexpectedly (${how}) and restarts ${waitsForRestart ? 'when a source changes' : `in ${delay / 1000} s`}.`,
    )
    const signal = AbortSignal.any([stopping.signal, restart.signal])
    await (waitsForRestart ? once(signal, 'abort') : wait(delay, undefined, { signal })).catch(() => {})
  }
  const run = async () => {
    const pause = backOff()
    while (!stopping.signal.aborted) {
      restart = new AbortController()
      child = launch(name, env)
      child.on('message', message => {
        if (message !== 'ready') return
        hasBeenReady = true
        resolve()
      })
      const how = await ending(child)
      if (stopping.signal.aborted) return
      if (restart.signal.aborted) continue
      if (!hasBeenReady) return reject(new Error(`The ${name} did not start (${how}), see above.`))
      await untilNextStart(how, pause.next())
    }
  }
  const running = run()

  const stop = async () => {
    stopping.abort()
    if (child) terminate(child)
    await running
  }
  const kill = () => {
    stopping.abort()
    child?.kill('SIGKILL')
  }
  return {
    ready,
    stop,
    kill,
    restart() {
      restart.abort()
      if (child) terminate(child)
    },
  }
}

/** In its own session, so that only this process gets a Ctrl-C; the channel closes when this process is gone. */
function launch(name: string, env: NodeJS.ProcessEnv): ChildProcess {
  const program = process.argv[1] ?? ''
  return spawn(process.execPath, [...process.execArgv, program, name], {
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** Sends SIGTERM, and SIGKILL if it takes too long. */
function terminate(child: ChildProcess): void {
  child.kill('SIGTERM')
  const axe = setTimeout(() => child.kill('SIGKILL'), patience)
  child.once('exit', () => clearTimeout(axe))
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}
