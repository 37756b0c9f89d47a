import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The arguments of `npm run access`; undefined in a plain run of the tests. */
    access?: { names: string[]; isRecording: boolean }
  }
  interface TaskMeta {
    /** The block of the recorded table, for `npm run access` to print. */
    block?: string
  }
}

/** No names mean everything. */
export const command = inject('access') ?? { names: [], isRecording: false }
