import { parentPort } from 'node:worker_threads'
import type { ThreadMessage } from '../kernel/threads.ts'
import { type SmallPicture, shrinkPicture } from './shrink-picture.ts'

// The other end of thumbnail.ts. An error ends this thread: after a trap the memory of the library is in no known state.
parentPort?.on('message', (bytes: Uint8Array) => {
  parentPort?.postMessage({ answer: shrinkPicture(bytes) } satisfies ThreadMessage<SmallPicture | null>)
})
parentPort?.postMessage({ isReady: true } satisfies ThreadMessage<SmallPicture | null>)
