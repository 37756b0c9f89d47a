import { randomUUID } from 'node:crypto'

/** The name of this process for as long as it lives: what it takes into its hands is taken under it. */
export const processId = randomUUID()
