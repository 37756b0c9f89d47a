/** Finds a row where the desk holds people's own things. The queue that a new desk makes for itself is no use of it. */
export const inUseQuery = `select 1 from users union all select 1 from queues where name <> 'Support'
  union all select 1 from mailboxes union all select 1 from tickets limit 1`
