import { uploadedAttachment } from '@gotrs/contract/attachments'
import { id } from '@gotrs/contract/ids'
import type { Action } from '@gotrs/contract/permissions'
import { scopeOf } from '@gotrs/contract/scopes'
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { access, always, errorAnswers } from './error-answers.ts'
import { idempotencyKeyHeader, locationHeader, rangeHeaders } from './header-params.ts'
import { scopeSentence, securityOf } from './security.ts'

const bytes = z.string().meta({ format: 'binary' })
const files = {
  'application/octet-stream': { schema: bytes },
  'text/plain': { schema: bytes },
  'image/*': { schema: bytes },
}
const file = (description: string) => ({ description, content: files })

/** What is the same for a path of each scope. */
const needing = (action: Action, description: string) => ({
  description: `${description} ${scopeSentence([scopeOf[action]])}`,
  security: securityOf([scopeOf[action]]),
})

const rawMail = {
  '200': { description: 'The mail', content: { 'message/rfc822': { schema: bytes } } },
  ...errorAnswers([...always, ...access, 'not_found', 'raw_mail_gone']),
}

/** Paths that carry no JSON in or out, and so are served by handlers of their own. */
export const extraPaths: ZodOpenApiPathsObject = {
  '/api/attachments': {
    post: {
      operationId: 'postApiAttachments',
      tags: ['Attachments'],
      summary: 'Upload a file',
      ...needing(
        'attachment.upload',
        'The id goes into `attachmentIds` of one message of yours within a day. At most 25 MiB.',
      ),
      requestParams: { header: z.object(idempotencyKeyHeader) },
      requestBody: {
        required: true,
        content: { 'multipart/form-data': { schema: z.object({ file: z.string().meta({ format: 'binary' }) }) } },
      },
      responses: {
        '201': {
          description: 'Kept',
          headers: z.object(locationHeader),
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
      operationId: 'getApiAttachmentsId',
      tags: ['Attachments'],
      summary: 'Download a file',
      ...needing(
        'ticket.read',
        'Readable by who may read the message that carries it. Comes as a download, of a type that no browser runs: pictures and plain text as what they are, all else as bytes. Takes `Range`.',
      ),
      requestParams: {
        path: z.object({ id }),
        query: z.object({ inline: z.literal('1').optional().describe('Shows a picture instead of downloading it.') }),
        header: z.object(rangeHeaders),
      },
      responses: {
        '200': file('The whole file'),
        '206': file('The range that was asked for, named in `Content-Range`'),
        '304': { description: 'It is still what you have' },
        ...errorAnswers([...always, ...access, 'not_found', 'range_not_satisfiable']),
      },
    },
  },
  '/api/messages/{messageId}/raw': {
    get: {
      operationId: 'getApiMessagesMessageIdRaw',
      tags: ['Messages'],
      summary: 'Download the mail that a message came in by',
      ...needing('message.readRaw', 'For staff, byte for byte.'),
      requestParams: { path: z.object({ messageId: id }) },
      responses: rawMail,
    },
  },
  '/api/inbound/{mailId}/raw': {
    get: {
      operationId: 'getApiInboundMailIdRaw',
      tags: ['Incoming mail'],
      summary: 'Download a mail that came in, also one that is in no ticket',
      ...needing('inbound.read', 'For admins, byte for byte.'),
      requestParams: { path: z.object({ mailId: id }) },
      responses: rawMail,
    },
  },
}
