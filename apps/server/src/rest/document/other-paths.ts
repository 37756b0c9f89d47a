import { uploadedAttachment } from '@gotrs/contract/attachments'
import { id } from '@gotrs/contract/ids'
import type { Action } from '@gotrs/contract/permissions'
import { scopeOf } from '@gotrs/contract/scopes'
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { access, always, errorAnswers } from './error-answers.ts'
import { everyHeader, idempotencyKeyHeader, locationHeader, rangeHeaders } from './header-params.ts'
import { notModified } from './row-headers.ts'
import { accessOf, scopeSentence } from './security.ts'

const bytes = z.string().meta({ format: 'binary' })
const files = {
  'application/octet-stream': { schema: bytes },
  'text/plain': { schema: bytes },
  'image/*': { schema: bytes },
}
const file = (description: string) => ({ description, headers: z.object(everyHeader), content: files })

/** What is the same for a path of each scope. */
const needing = (action: Action, description: string) => ({
  description: `${description} ${scopeSentence([scopeOf[action]])}`,
  ...accessOf([scopeOf[action]]),
})

const rawMail = {
  '200': { description: 'The mail', headers: z.object(everyHeader), content: { 'message/rfc822': { schema: bytes } } },
  ...errorAnswers([...always, ...access, 'not_found', 'raw_mail_gone']),
}

/** Paths without JSON in the request or the answer, which have their own handlers. */
export const extraPaths: ZodOpenApiPathsObject = {
  '/api/attachments': {
    post: {
      operationId: 'uploadAttachment',
      tags: ['Attachments'],
      summary: 'Upload a file',
      ...needing('attachment.upload', 'Name the id in `attachmentIds` of one message within a day. At most 25 MiB.'),
      requestParams: { header: z.object(idempotencyKeyHeader) },
      requestBody: {
        required: true,
        content: { 'multipart/form-data': { schema: z.object({ file: z.string().meta({ format: 'binary' }) }) } },
      },
      responses: {
        '201': {
          description: 'Created',
          headers: z.object({ ...everyHeader, ...locationHeader }),
          content: { 'application/json': { schema: uploadedAttachment } },
        },
        ...errorAnswers([
          ...always,
          ...access,
          'too_large',
          'unsupported_media_type',
          'idempotency_key_reused',
          'cross_site_request',
        ]),
      },
    },
  },
  '/api/attachments/{id}': {
    get: {
      operationId: 'downloadAttachment',
      tags: ['Attachments'],
      summary: 'Download a file',
      ...needing(
        'ticket.read',
        'For everybody who may read the message that has it. It is sent as a download with a type that no browser runs: images and plain text as such, everything else as bytes. Supports `Range`.',
      ),
      requestParams: {
        path: z.object({ id }),
        query: z.object({
          inline: z
            .enum(['1', 'pdf'])
            .optional()
            .describe('Send `1` to show a picture instead of downloading it, `pdf` to show a PDF.'),
        }),
        header: z.object(rangeHeaders),
      },
      responses: {
        '200': file('The whole file'),
        '206': file('The requested range, named in `Content-Range`'),
        '304': notModified,
        ...errorAnswers([...always, ...access, 'not_found', 'range_not_satisfiable']),
      },
    },
  },
  '/api/attachments/{id}/thumbnail': {
    get: {
      operationId: 'getThumbnail',
      tags: ['Attachments'],
      summary: 'Get the small picture of a file',
      ...needing(
        'ticket.read',
        'At most 320 pixels wide and high, upright, without metadata. JPEG, PNG, GIF and WebP files have one, unless they are broken or have more than 50 megapixels. It never changes.',
      ),
      requestParams: { path: z.object({ id }) },
      responses: {
        '200': {
          description: 'The picture',
          headers: z.object(everyHeader),
          content: { 'image/jpeg': { schema: bytes }, 'image/png': { schema: bytes } },
        },
        ...errorAnswers([...always, ...access, 'not_found']),
      },
    },
  },
  '/api/messages/{messageId}/attachments.zip': {
    get: {
      operationId: 'downloadAttachmentsOfMessage',
      tags: ['Attachments'],
      summary: 'Download all files of a message',
      ...needing(
        'ticket.read',
        'One zip file without compression, for everybody who may read the message. It has the files that are listed below the message, without the pictures that its text shows. Two files with the same name get different ones.',
      ),
      requestParams: { path: z.object({ messageId: id }) },
      responses: {
        '200': {
          description: 'The zip file',
          headers: z.object(everyHeader),
          content: { 'application/zip': { schema: bytes } },
        },
        ...errorAnswers([...always, ...access, 'not_found']),
      },
    },
  },
  '/api/messages/{messageId}/raw': {
    get: {
      operationId: 'downloadMessageMail',
      tags: ['Messages'],
      summary: 'Download the original mail of a message',
      ...needing('message.readRaw', 'For staff, byte for byte.'),
      requestParams: { path: z.object({ messageId: id }) },
      responses: rawMail,
    },
  },
  '/api/inbound/{mailId}/raw': {
    get: {
      operationId: 'downloadInboundMail',
      tags: ['Incoming mail'],
      summary: 'Download an incoming mail, also one without a ticket',
      ...needing('inbound.read', 'For admins, byte for byte.'),
      requestParams: { path: z.object({ mailId: id }) },
      responses: rawMail,
    },
  },
}
