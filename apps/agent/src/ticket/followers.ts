import type { Command } from './actions/header-action.ts'

type Person = { id: string; name: string }

export const follow = ({ id, name }: Person, me: Person): Command => ({
  said: id === me.id ? 'followed' : `followed by ${name}`,
  run: (client, { ticketId }) => client.tickets.follow.mutate({ ticketId, userId: id }),
})

export const unfollow = ({ id, name }: Person, me: Person): Command => ({
  said: id === me.id ? 'unfollowed' : `unfollowed by ${name}`,
  run: (client, { ticketId }) => client.tickets.unfollow.mutate({ ticketId, userId: id }),
})
