import type { Message } from '@gotrs/contract/messages'
import { isStaff } from '@gotrs/contract/roles'
import { isSenderCertain } from '@gotrs/contract/sender-verdict'

/** Who took a colleague's address must not look like one. */
export const isByStaff = ({ author, senderVerdict }: Message) => isStaff(author.role) && isSenderCertain(senderVerdict)
