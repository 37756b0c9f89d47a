import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Blobs } from '@gotrs/core/kernel/blobs'
import { demoDir, demoFile } from '../seed/demo-files.ts'
import type { SharedBlobs } from './place.ts'
import { createRandom } from './random.ts'
import { languages } from './words/vocabulary.ts'
import { createWriter } from './words/write-text.ts'

/** Stores the files of the demo, and one mail in each language. Where the seed fails, the desk removes them after a week. */
export async function putSharedBlobs(blobs: Blobs): Promise<SharedBlobs> {
  const files: SharedBlobs['files'] = []
  for (const name of readdirSync(join(demoDir, 'files')).sort()) {
    const { content, filename, contentType } = demoFile.parse(name)
    const { key, ...stored } = await blobs.put(content)
    files.push({ filename, contentType, ...stored, blobKey: key })
  }
  const writer = createWriter(createRandom(1))
  const mails: Partial<SharedBlobs['mails']> = {}
  for (const language of languages) {
    const { key, ...stored } = await blobs.put(mailOf(writer.subject(language), writer.text(language)))
    mails[language] = { ...stored, blobKey: key }
  }
  return { files, mails: mails as SharedBlobs['mails'] }
}

function mailOf(subject: string, text: string): Buffer {
  const lines = [
    ...['From: Somebody <somebody@customer.example>', 'To: Northwind Support <support@gotrs.example>'],
    ...[`Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, 'Content-Type: text/plain; charset=utf-8'],
    ...['', text, ''],
  ]
  return Buffer.from(lines.join('\r\n').replaceAll(/(?<!\r)\n/g, '\r\n'))
}
