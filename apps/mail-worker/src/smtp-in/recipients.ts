import type { Kernel } from '@gotrs/core/kernel/kernel'
import { mailboxForRecipient } from '@gotrs/core/mailboxes/own-addresses'

/** `revision`: the statement that inserts a mail compares it, so that a mailbox gets nothing that it no longer accepts. */
export type Recipient = { id: string; revision: string }

const keptMs = 60_000
const mostKept = 500

type Kept = Recipient & { until: number }
const kept = new WeakMap<Kernel, Map<string, Kept>>()

/** The mailbox that accepts mail to this address, looked up once a minute; null for none, which is looked up each time. */
export async function recipientOf(kernel: Kernel, address: string): Promise<Recipient | null> {
  const its = kept.get(kernel) ?? new Map<string, Kept>()
  kept.set(kernel, its)
  const known = its.get(address)
  if (known && performance.now() < known.until) return known
  const mailbox = await mailboxForRecipient(kernel.db, address)
  // Another mailbox may get the address of the postmaster, who is accepted without one.
  if (!mailbox || address.toLowerCase().startsWith('postmaster')) return mailbox
  if (its.size >= mostKept) its.clear()
  const recipient = { id: mailbox.id, revision: mailbox.revision }
  its.set(address, { ...recipient, until: performance.now() + keptMs })
  return recipient
}

/** A mail was not accepted: one of its mailboxes may have changed. */
export function forgetRecipients(kernel: Kernel): void {
  kept.delete(kernel)
}
