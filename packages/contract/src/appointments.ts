import type { AcceptHeldInput } from './messages.ts'
import type { CreateOrganisationInput, UpdateOrganisationInput } from './organisations.ts'
import type { CreateUserInput, UpdateUserInput } from './people.ts'
import type { CreateQueueInput } from './queues.ts'
import { isStaff } from './roles.ts'

/**
 * For each field of an input: does this value give somebody more to read or to do than they had? Such a change is an
 * appointment: it stays when the token that made it is revoked, so it needs the login of `user.appoint`. A new field of
 * one of these inputs does not compile without a line.
 */
type Gains<Input> = { [Field in keyof Required<Input>]: (value: Exclude<Input[Field], undefined>) => boolean }

const gainsNothing = () => false
const always = () => true
const isNotEmpty = (list: readonly unknown[]) => list.length > 0

const createUser: Gains<CreateUserInput> = {
  name: gainsNothing,
  // Whether its domain gives tickets to read only the database knows: `joinsSharedOrganisation`.
  email: gainsNothing,
  role: isStaff,
  // The caller could log in with it, and the address is not proven.
  password: always,
  queueIds: isNotEmpty,
}

const updateUser: Gains<UpdateUserInput> = {
  userId: gainsNothing,
  name: gainsNothing,
  role: always,
  queueIds: isNotEmpty,
  organisationId: organisationId => organisationId !== null,
  isActive: isActive => isActive,
}

const createQueue: Gains<CreateQueueInput> = { name: gainsNothing, memberIds: isNotEmpty }

/** Its people, now or later, read each other's tickets. */
const createOrganisation: Gains<CreateOrganisationInput> = {
  name: gainsNothing,
  domains: isNotEmpty,
  isShared: isShared => isShared,
}
const updateOrganisation: Gains<UpdateOrganisationInput> = { organisationId: gainsNothing, ...createOrganisation }

/** Whose address it is writes in the name of that person, in all their tickets. */
const acceptHeld: Gains<AcceptHeldInput> = { messageId: gainsNothing, addressOf: always }

/** Does one of the fields that are given appoint somebody? */
function gains<Input extends object>(rules: Gains<Input>, input: Input): boolean {
  return (Object.keys(rules) as (keyof Input)[]).some(field => {
    const value = input[field]
    return value !== undefined && rules[field](value as Exclude<Input[typeof field], undefined>)
  })
}

export const createUserAppoints = (input: CreateUserInput): boolean => gains(createUser, input)
export const updateUserAppoints = (input: UpdateUserInput): boolean => gains(updateUser, input)
export const acceptHeldAppoints = (input: AcceptHeldInput): boolean => gains(acceptHeld, input)
export const createOrganisationAppoints = (input: CreateOrganisationInput): boolean => gains(createOrganisation, input)
export const updateOrganisationAppoints = (input: UpdateOrganisationInput): boolean => gains(updateOrganisation, input)
export const createQueueAppoints = (input: CreateQueueInput): boolean => gains(createQueue, input)
