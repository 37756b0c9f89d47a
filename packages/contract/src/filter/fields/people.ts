import { isUuid } from '../../ids.ts'
import { type FilterContext, type FilterTicket, field, has } from '../field.ts'
import { readText } from '../read-value.ts'

/** `me`, `none`, an id, or a part of the name or address. */
type PersonCondition<N extends string> = { field: N; is: string }

const isPart = (wanted: string) => wanted !== 'me' && wanted !== 'none' && !isUuid(wanted)
const maxPerson = 254

function isPerson(wanted: string, person: FilterTicket['assignee'], context: FilterContext): boolean {
  if (wanted === 'none') return person === null
  if (person === null) return false
  if (wanted === 'me') return person.id === context.actorId
  return isSameId(person.id, wanted) || has(`${person.name} ${person.email}`, wanted)
}

const isSameId = (id: string, wanted: string) => id === wanted.toLowerCase()

export const assignee = field<PersonCondition<'assignee'>>({
  availableTo: 'staff',
  words: {
    assignee: {
      finds: '`me`, `none`, an id, or a part of the name or address',
      example: 'assignee:me',
      values: { me: 'yours', none: 'unassigned' },
      names: 'staff',
      read: value => ({ field: 'assignee', is: readText(value, maxPerson) }),
    },
  },
  matches: (condition, ticket, context) => isPerson(condition.is, ticket.assignee, context),
  searchTerm: condition => (isPart(condition.is) ? condition.is : null),
  samples: ['assignee:me', 'assignee:none', 'assignee:ANA'],
})

const readCustomer = (value: string) => ({ field: 'customer', is: readText(value, maxPerson) }) as const

const ofCustomers = { values: { me: 'asked by you' }, names: 'customers', read: readCustomer } as const

export const customer = field<PersonCondition<'customer'>>({
  availableTo: 'everybody',
  words: {
    from: { finds: 'as `customer`', example: 'from:omar', ...ofCustomers },
    customer: {
      finds: '`me`, an id, or a part of the name or address',
      example: 'customer:omar@acme.example',
      ...ofCustomers,
    },
  },
  matches: (condition, ticket, context) => isPerson(condition.is, ticket.customer, context),
  searchTerm: condition => (isPart(condition.is) ? condition.is : null),
  samples: ['from:acme.example', 'from:Öst', 'from:öST', 'customer:me', 'customer:none'],
})

export const organisation = field<{ field: 'organisation'; is: string }>({
  availableTo: 'staff',
  words: {
    organisation: {
      finds: 'a part of the name',
      example: 'organisation:acme',
      names: 'organisations',
      read: value => ({ field: 'organisation', is: readText(value) }),
    },
  },
  matches: (condition, ticket) => ticket.organisation !== null && has(ticket.organisation, condition.is),
  searchTerm: condition => condition.is,
  samples: ['organisation:acm'],
})
