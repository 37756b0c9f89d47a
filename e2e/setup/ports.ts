import { createServer } from 'node:net'

/** The system assigns ports from 32768 on to outgoing connections: a server that starts later could find its port in use. */
const [lowest, highest] = [10_000, 32_000]
const maxTries = 200

/** Free ports of 127.0.0.1 that no outgoing connection can use before a server listens. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  for (let tries = 0; found.size < count; tries += 1) {
    if (tries === maxTries)
      throw new Error(`Found only ${found.size} of ${count} free ports from ${lowest} to ${highest}`)
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
