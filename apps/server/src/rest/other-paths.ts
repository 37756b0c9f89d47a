import { uploadedAttachment } from '@gotrs/contract/attachments'
import { id } from '@gotrs/contract/ids'
import { liveHint } from '@gotrs/contract/live'
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { idempotencyKeyHeader } from './header-params.ts'

/** Paths that carry no JSON in or out, and so are served by handlers of their own. */
export const extraPaths: ZodOpenApiPathsObject = {
  '/api/attachments': {
    post: {
      operationId: 'postApiAttachments',
      tags: ['Attachments'],
      summary: 'Upload a file',
      description: 'The id goes into `attachmentIds` of one message of yours within a day. At most 25 MB.',
      requestParams: { header: z.object(idempotencyKeyHeader) },
      requestBody: {
        required: true,
        content: { 'multipart/form-data': { schema: z.object({ file: z.string().meta({ format: 'binary' }) }) } },
      },
      responses: { '201': { description: 'Kept', content: { 'application/json': { schema: uploadedAttachment } } } },
    },
  },
  '/api/attachments/{id}': {
    get: {
      operationId: 'getApiAttachmentsId',
      tags: ['Attachments'],
      summary: 'Download a file',
      description: 'Takes `Range`. A file is readable by who may read the message that carries it.',
      requestParams: { path: z.object({ id }) },
      responses: {
        '200': {
          description: 'The bytes',
          content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
        },
        '404': { description: 'There is no such file that you may read.' },
      },
    },
  },
  '/api/messages/{messageId}/raw': {
    get: {
      operationId: 'getApiMessagesMessageIdRaw',
      tags: ['Messages'],
      summary: 'Download the mail that a message came in by',
      description: 'For staff, byte for byte.',
      requestParams: { path: z.object({ messageId: id }) },
      responses: {
        '200': {
          description: 'The mail',
          content: { 'message/rfc822': { schema: z.string().meta({ format: 'binary' }) } },
        },
        '404': { description: 'There is no such message that you may read.' },
      },
    },
  },
  '/api/live': {
    get: {
      operationId: 'getApiLive',
      tags: ['Live'],
      summary: 'Be told of changes as they happen',
      description:
        'Server-sent events: each is a hint that something you may read has changed, never what. A stream that ends is opened again with `Last-Event-ID`; whatever may have been missed is read anew.',
      responses: {
        '200': { description: 'Hints, until you leave', content: { 'text/event-stream': { schema: liveHint } } },
      },
    },
  },
}
