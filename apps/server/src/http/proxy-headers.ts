import type { IncomingMessage } from 'node:http'

/** The headers that proxies and content networks add. */
const added =
  /^(?:forwarded|x-forwarded-.+|x-real-ip|via|true-client-ip|cf-connecting-ip|x-client-ip|x-cluster-client-ip)$/

/** Did the request come through a proxy, or claim to? Does not say whether the proxy is trusted. */
export const isForwarded = (incoming: Pick<IncomingMessage, 'headers'>): boolean =>
  forwardedHeaders(incoming).length > 0

export const forwardedHeaders = ({ headers }: Pick<IncomingMessage, 'headers'>): string[] =>
  Object.keys(headers).filter(name => added.test(name))
