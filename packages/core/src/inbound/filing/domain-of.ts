/** What stands after the last `@`, in lower case; of what has none, all of it. */
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
