import type { SMTPServer, SMTPServerSession } from 'smtp-server'

/** https://www.rfc-editor.org/rfc/rfc3463#section-2 */
const beginsWithCode = /^[245]\.\d{1,3}\.\d{1,3} /

/** Every reply has one enhanced code (RFC 2034): ours if we set one, because it is more specific, else the library's. */
export function sendOwnEnhancedCodes({ connections }: SMTPServer, { id }: SMTPServerSession): void {
  const connection = [...connections].find(it => it.id === id)
  if (!connection) return
  const send = connection.send.bind(connection)
  connection.send = (code, text, context) =>
    send(code, text, typeof text === 'string' && beginsWithCode.test(text) ? false : context)
}
