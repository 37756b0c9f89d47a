import type { MailHeader } from '../parsed-mail.ts'

export type SenderVerdict = 'authenticated' | 'unknown' | 'contradicted'
export type SenderAuthentication = {
  verdict: SenderVerdict
  reason: string
  isEnvelopeAligned: boolean | null
  isAuthenticable: boolean
  results: Record<string, unknown>
}
export type MailToAuthenticate = {
  raw: Buffer
  fromAddress: string | null
  fromIsAmbiguous: boolean
  headers: MailHeader[]
  envelopeFrom: string | null
  client: { address: string; name: string } | null
  pinnedAuthservId: string
}
