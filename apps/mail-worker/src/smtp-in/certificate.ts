import { readFile } from 'node:fs/promises'

/** PEM files: the certificate with its chain, and its key. */
export type CertificateFiles = { certFile: string; keyFile: string }

export async function readCertificate({ certFile, keyFile }: CertificateFiles): Promise<{ cert: Buffer; key: Buffer }> {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)])
  return { cert, key }
}
