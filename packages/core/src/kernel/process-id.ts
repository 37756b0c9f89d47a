import { randomUUID } from 'node:crypto'

/** Identifies this process until it ends: its leases are in this name. */
export const processId = randomUUID()
