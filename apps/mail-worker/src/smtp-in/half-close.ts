import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/**
 * A server that answers clients which close their sending half before they have heard the answer, as Exim does when it
 * sends QUIT along with the text. TCP allows it (RFC 9293, section 3.6), and a mail whose 250 never arrives is sent twice.
 */
export function createHalfOpenServer(options: SMTPServerOptions): SMTPServer {
  const server = new SMTPServer({
    ...options,
    allowHalfOpen: true,
    onSecure(socket, _session, next) {
      answerToTheEnd(server, socket)
      next()
    },
  } as SMTPServerOptions)
  server.server.prependListener('connection', (socket: Socket) => answerToTheEnd(server, socket))
  return server
}

function answerToTheEnd(server: SMTPServer, socket: Socket): void {
  // The library writes only to sockets that say "open", which for Node means both halves.
  Object.defineProperty(socket, 'readyState', { get: () => (socket.writable ? 'open' : 'closed') })
  socket.once('end', () => closeWhenAnswered(server, socket))
}

/** The parser has finished once everything that the client sent is answered; half a mail ends with the connection. */
function closeWhenAnswered({ connections }: SMTPServer, socket: Socket): void {
  const connection = [...connections].find(it => it._socket === socket)
  if (!connection?._parser) return
  connection._parser.once('finish', () => connection.close())
}
