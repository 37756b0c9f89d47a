import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePorts } from '../setup/ports.ts'
import type { World } from './world.ts'

const node = join(import.meta.dirname, '../../node_modules/.bin/node')

/** Prism between the walk and the desk: it names what does not fit the document in the header `sl-violations`. */
export async function startProxy({ tools, file, url }: World) {
  const [port = 0] = await freePorts(1)
  const args = [tools.programOf('prism'), 'proxy', file, url, '--port', String(port), '--host', '127.0.0.1']
  const child = spawn(node, args, { cwd: tools.folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Prism is listening')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', code => reject(new Error(`prism ended with ${code}:\n${printed}`)))
  })
  child.stdout.resume()
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.removeAllListeners('exit')
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
