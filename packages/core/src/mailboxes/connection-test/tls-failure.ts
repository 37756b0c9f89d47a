import { adviceOnCertificate, isCertificateCode } from './advice.ts'
import { TestFailure } from './check.ts'

type TlsError = { code?: string; message?: string; cert?: { subjectaltname?: string }; cause?: unknown; _err?: unknown }

/** Null where the failure is not about the certificate. The libraries pass the TLS error through, or wrap it. */
export function certificateFailure(error: unknown, host: string): TestFailure | null {
  let current = error as TlsError | undefined
  for (let depth = 0; current && depth < 4; depth += 1) {
    const { code = '', message = '', cert } = current
    const known = isCertificateCode(code) ? code : codeIn(message)
    if (known) {
      const names = (cert?.subjectaltname ?? '').replaceAll('DNS:', '').slice(0, 200)
      return new TestFailure('bad_certificate', message, adviceOnCertificate(known, host, names))
    }
    current = (current.cause ?? current._err) as TlsError | undefined
  }
  return null
}

/** A library may give the failure a code of its own, and keep the words. */
function codeIn(message: string): string | null {
  if (/self[- ]signed certificate/i.test(message)) return 'SELF_SIGNED'
  if (/certificate has expired/i.test(message)) return 'CERT_HAS_EXPIRED'
  if (/does not match certificate's altnames/i.test(message)) return 'ERR_TLS_CERT_ALTNAME_INVALID'
  return /unable to (?:verify|get).{0,40}certificate/i.test(message) ? 'UNABLE_TO_VERIFY' : null
}
