import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/**
 * A server that also replies to clients that close their sending half before they get the reply, as Exim does when it
 * sends QUIT with the text. TCP allows it (RFC 9293, section 3.6), and a client that gets no 250 sends the mail again.
 */
export function createHalfOpenServer(options: SMTPServerOptions): SMTPServer {
  const server = new SMTPServer({
    ...options,
    allowHalfOpen: true,
    onSecure(socket, _session, next) {
      replyAfterHalfClose(server, socket)
      next()
    },
  } as SMTPServerOptions)
  server.server.prependListener('connection', (socket: Socket) => replyAfterHalfClose(server, socket))
  return server
}

function replyAfterHalfClose(server: SMTPServer, socket: Socket): void {
  // The library writes only to sockets in the state "open", which in Node means both halves.
  Object.defineProperty(socket, 'readyState', { get: () => (socket.writable ? 'open' : 'closed') })
  socket.once('end', () => closeAfterReplies(server, socket))
}

/** The parser finishes after the reply to the last command; the connection ends half a mail. */
function closeAfterReplies({ connections }: SMTPServer, socket: Socket): void {
  const connection = [...connections].find(it => it._socket === socket)
  if (!connection?._parser) return
  connection._parser.once('finish', () => connection.close())
}
