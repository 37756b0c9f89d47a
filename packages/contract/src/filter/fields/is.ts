import { type Audience, field } from '../field.ts'
import { readOneOf } from '../read-value.ts'
import { isInState, type StateName, stateNames, states, statusesOf } from '../states.ts'

const audienceOf = (name: StateName): Audience => (statusesOf(name) ? 'everybody' : 'staff')

const described = stateNames.map(
  name => `\`${name}\` (${states[name].finds}${audienceOf(name) === 'staff' ? '; for staff' : ''})`,
)

export const is = field<{ field: 'is'; state: StateName }>({
  availableTo: 'everybody',
  audienceOf: ({ state }) => audienceOf(state),
  words: {
    is: {
      finds: described.join(', '),
      example: 'is:open',
      values: Object.fromEntries(stateNames.map(name => [name, states[name].finds])),
      read: (value, word) => ({ field: 'is', state: readOneOf(stateNames, value, word) }),
    },
  },
  matches: ({ state }, ticket) => isInState(state, ticket),
  samples: stateNames.map(name => `is:${name}`),
})
