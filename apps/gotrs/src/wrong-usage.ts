/** The command line cannot be carried out as it was written: exit code 2, where a failure on the way is 1. */
export class WrongUsage extends Error {}
