import { z } from 'zod'

/** Who a person is to the desk. A correspondent who only ever wrote mail is a customer without a password. */
export const roles = ['admin', 'agent', 'customer'] as const
export const role = z.enum(roles).meta({ id: 'Role' })
export type Role = z.infer<typeof role>

/** Staff answer tickets; customers ask. */
export const isStaff = (candidate: Role) => candidate !== 'customer'
