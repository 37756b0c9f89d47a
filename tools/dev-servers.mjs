// Runs on Node 24. One origin for everything: the portal's Vite server is in front, passes /agent to the agent app's
// Vite server and the rest that is not a page to `gotrs start --dev`, which runs on a port of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'vite'
import { quietLogger, toServer } from './dev-proxy.mjs'
import { watchSources } from './dev-sources.mjs'
import { main, root, Trouble } from './workspace.mjs'

const envFile = join(root, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)
const host = process.env.HOST || '127.0.0.1'
const port = Number(process.env.PORT || 8080)

await main(async () => {
  const [serverPort, agentPort] = await Promise.all([freePort(), freePort()])
  const server = `http://127.0.0.1:${serverPort}`
  // The apps' own Vite settings send their calls there.
  process.env.GOTRS_SERVER = server
  const agent = await listen('agent', { host: '127.0.0.1', port: agentPort })
  const portal = await listen('portal', {
    host,
    port,
    proxy: {
      '^/(trpc|api|healthz|readyz|metrics)(/|\\?|$)': toServer(server),
      '^/agent(/|\\?|$)': {
        target: `http://127.0.0.1:${agentPort}`,
        ws: true,
        // Vite answers below its base only.
        rewrite: path => path.replace(/^\/agent(?=\?|$)/, '/agent/'),
      },
    },
  })
  const stopped = stopRequest()
  const gotrs = startGotrs(serverPort)
  const ended = once(gotrs, 'exit')
  watchSources(portal.watcher, () => gotrs.connected && gotrs.send('reload'))
  await Promise.race([stopped, ended])
  gotrs.kill('SIGTERM')
  await Promise.all([ended, portal.close(), agent.close()])
  sweep(gotrs.pid)
  process.exit(gotrs.exitCode ?? 1)
})

async function listen(app, options) {
  try {
    const server = await createServer({
      root: join(root, 'apps', app),
      clearScreen: false,
      customLogger: quietLogger(line => console.error(line)),
      server: { ...options, strictPort: true, hmr: { overlay: true } },
    })
    return await server.listen()
  } catch (error) {
    if (!/already in use/.test(error.message)) throw error
    throw new Trouble(
      `Another program uses port ${options.port}: stop it, or choose another port with PORT=${options.port + 1}.`,
    )
  }
}

function startGotrs(serverPort) {
  return spawn(process.execPath, [join(root, 'apps/gotrs/src/main.ts'), 'start', '--dev'], {
    cwd: root,
    // In its own session: this process gets the Ctrl-C, and stops it.
    detached: true,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(serverPort),
      BASE_URL: process.env.BASE_URL || `http://${host}:${port}`,
      NODE_ENV: 'development',
      // A restart then takes a fraction of the time.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(root, 'node_modules/.cache/compiled'),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** If it was killed, its child processes still run in its process group. */
function sweep(group) {
  try {
    process.kill(-group, 'SIGTERM')
  } catch {
    // No process is left.
  }
}

function stopRequest() {
  // Vite would end this process at once, while the others still run.
  process.removeAllListeners('SIGTERM')
  process.stdin.removeAllListeners('end')
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve)
    process.on('disconnect', resolve)
  })
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createProbe()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
