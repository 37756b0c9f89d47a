import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** What `npm run access` was called with; a plain run of the tests has none. */
    access?: { names: string[]; isRecording: boolean }
  }
  interface TaskMeta {
    /** What a play answered, for `npm run access` to print. */
    block?: string
  }
}

/** Without names: everything. */
export const command = inject('access') ?? { names: [], isRecording: false }
