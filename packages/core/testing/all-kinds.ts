import { noticeKind } from '@gotrs/contract/notifications'

/** For a person who wants every notice by mail. */
export const allKinds = [...noticeKind.options]
