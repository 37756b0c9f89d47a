import { z } from 'zod'
import { attachmentLimits, uploadedAttachment } from './attachments.ts'
import { id, isoTime, seenVersion, version } from './ids.ts'
import { writtenKind } from './messages.ts'
import { shape } from './shape.ts'

/** `sent` and `deleted`: it is empty, and a window that still shows the text learns why. */
export const draftState = z.enum(['open', 'sent', 'deleted'])
export type DraftState = z.infer<typeof draftState>

/** What every draft has, so that two windows of one person do not overwrite each other. */
export const draftVersion = {
  version,
  state: draftState,
  /** The window or device that saved it last, as it named itself. */
  writerId: id.nullable(),
  updatedAt: isoTime,
}

/** What an agent is writing on a ticket: one per agent and ticket, kept on the server. */
export const draft = shape('Draft', {
  ...draftVersion,
  kind: writtenKind,
  html: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  attachments: z.array(uploadedAttachment),
})
export type Draft = z.infer<typeof draft>

/** What every change of a draft says. A stale version is answered with `draft_changed` and the stored draft. */
export const seenDraft = {
  version: seenVersion.describe(
    'The `version` that you read, 0 if there was no draft. If it is not the stored one, the call is rejected. As `If-Match`; left out, any will do.',
  ),
  writerId: id
    .optional()
    .describe('An id that your window or device chooses for itself, so that its own saves do not conflict.'),
  saveNumber: z
    .number()
    .int()
    .positive()
    .max(2_147_483_647)
    .optional()
    .describe('Counts the saves of this `writerId`: a later one replaces an earlier one whose answer it did not get.'),
}

export const updateDraftInput = z
  .object({
    ticketId: id,
    ...seenDraft,
    kind: writtenKind.describe('`public` for an answer, `note` for staff alone.'),
    html: z.string().max(1_000_000).describe('What is written so far.'),
    to: z.array(z.string().max(254)).max(50).default([]).describe('Addresses that it is to go to.'),
    cc: z.array(z.string().max(254)).max(50).default([]).describe('Addresses in copy.'),
    bcc: z.array(z.string().max(254)).max(50).default([]).describe('Addresses in copy that nobody else sees.'),
    attachmentIds: z
      .array(id)
      .max(attachmentLimits.maxPerMessage)
      .default([])
      .describe('Ids that `POST /api/attachments` answered.'),
  })
  .strict()
export type UpdateDraftInput = z.input<typeof updateDraftInput>
export const draftRefInput = z.object({ ticketId: id }).strict()
export const deleteDraftInput = z.object({ ticketId: id, ...seenDraft }).strict()
export type DeleteDraftInput = z.infer<typeof deleteDraftInput>
