import { field, isSame } from '../field.ts'
import { readText } from '../read-value.ts'

export const queue = field<{ field: 'queue'; is: string }>({
  availableTo: 'staff',
  words: {
    queue: {
      finds: 'the id or the whole name',
      example: 'queue:"Second line"',
      names: 'queues',
      read: value => ({ field: 'queue', is: readText(value) }),
    },
  },
  matches: (condition, { queue: { id, name } }) => isSame(id, condition.is) || isSame(name, condition.is),
  samples: ['queue:SUPPORT', 'queue:nowhere'],
})

export const tag = field<{ field: 'tag'; is: string }>({
  availableTo: 'staff',
  words: {
    tag: {
      finds: 'the whole tag',
      example: 'tag:vpn',
      names: 'tags',
      read: value => ({ field: 'tag', is: readText(value).toLowerCase() }),
    },
  },
  matches: (condition, ticket) => ticket.tags.includes(condition.is),
  samples: ['tag:vpn', 'tag:VPN'],
})
