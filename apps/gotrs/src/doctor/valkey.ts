import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Finding, fine, trouble } from './finding.ts'

const patience = 5_000

export async function checkValkey(url: string): Promise<Finding> {
  const where = new URL(url)
  const answer = await askValkey(where).catch(error => (error instanceof Error ? error.message : String(error)))
  const policy = /^maxmemory_policy:(\S+)/m.exec(answer)?.[1]
  const hasLimit = !/^maxmemory:0\r?$/m.test(answer)
  if (!answer.includes('+PONG')) {
    const detail = `${where.host} does not respond (${answer}): start it, correct VALKEY_URL, or unset it to use Postgres instead.`
    return trouble('Valkey', detail)
  }
  if (policy === undefined)
    return fine(
      'Valkey',
      `responds at ${where.host}; this user may not read its maxmemory-policy (it must be noeviction)`,
    )
  if (policy === 'noeviction' || !hasLimit) return fine('Valkey', `responds at ${where.host}`)
  return trouble('Valkey policy', evictionText(where.host, policy))
}

const evictionText = (host: string, policy: string) =>
  `${host} has maxmemory-policy ${policy}, which ends sessions and deletes limits when memory runs out: set it to noeviction.`

/** The protocol is simple enough without a client library: AUTH if there is a password, then PING and INFO. */
function askValkey(url: URL): Promise<string> {
  const port = Number(url.port || 6379)
  const host = url.hostname
  const credentials = [url.username, url.password].filter(Boolean).map(decodeURIComponent)
  const commands = [...(url.password ? [['AUTH', ...credentials]] : []), ['PING'], ['INFO', 'memory']]
  return new Promise((resolve, reject) => {
    const isSecure = ['rediss:', 'valkeys:'].includes(url.protocol)
    const socket = isSecure ? connectTls({ host, port, servername: host }) : connect({ host, port })
    let answers = ''
    socket.setTimeout(patience, () => socket.destroy(new Error(`no response within ${patience / 1000} s`)))
    socket.once('error', reject)
    socket.once(isSecure ? 'secureConnect' : 'connect', () => socket.write(commands.map(encode).join('')))
    socket.on('data', chunk => {
      answers += chunk.toString('latin1')
      const whole = wholeAnswer(answers)
      if (whole === null) return
      resolve(whole)
      socket.destroy()
    })
    socket.once('close', () => reject(new Error('it closed the connection')))
  })
}

/** Null until the response is complete. This user may lack the right to INFO; any earlier error is the response. */
function wholeAnswer(answers: string): string | null {
  const refusal = /^-(.*)\r\n/m.exec(answers)
  if (refusal) return answers.includes('+PONG') ? answers : String(refusal[1])
  const bulk = /\$(\d+)\r\n/.exec(answers)
  return bulk && answers.length >= bulk.index + bulk[0].length + Number(bulk[1]) ? answers : null
}

/** RESP: an array of bulk strings. */
function encode(words: string[]): string {
  return [`*${words.length}`, ...words.flatMap(word => [`$${Buffer.byteLength(word)}`, word]), ''].join('\r\n')
}
