import type { IncomingMessage } from 'node:http'

/** What proxies and content networks add to what they pass on. */
const added =
  /^(?:forwarded|x-forwarded-.+|x-real-ip|via|true-client-ip|cf-connecting-ip|x-client-ip|x-cluster-client-ip)$/

/** Did this come through a proxy, or claim to? Says nothing of whether the proxy may be believed. */
export const isForwarded = (incoming: Pick<IncomingMessage, 'headers'>): boolean =>
  forwardedHeaders(incoming).length > 0

export const forwardedHeaders = ({ headers }: Pick<IncomingMessage, 'headers'>): string[] =>
  Object.keys(headers).filter(name => added.test(name))
