import { BlockList, isIP } from 'node:net';

/** Everything that is not a machine on the open internet: this computer, its networks, cloud metadata, special ranges. */
const PRIVATE: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
];

/** In IPv6 only the global unicast range is open, less the parts of it that carry an IPv4 address or document. */
const GLOBAL_IPV6 = new BlockList();
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6');

const CLOSED = new BlockList();
for (const [network, prefix, family] of PRIVATE) CLOSED.addSubnet(network, prefix, family);
CLOSED.addSubnet('2001::', 23, 'ipv6');
CLOSED.addSubnet('2001:db8::', 32, 'ipv6');
CLOSED.addSubnet('2002::', 16, 'ipv6');
CLOSED.addSubnet('3fff::', 20, 'ipv6');

/**
 * SE5: true for every address that a buyer's link must not make this computer talk to. It judges the address that is
 * really connected to, after DNS. What is no IP address at all counts as private.
 */
export const isPrivateAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return CLOSED.check(address, 'ipv4');
  if (family === 6) return !GLOBAL_IPV6.check(address, 'ipv6') || CLOSED.check(address, 'ipv6');
  return true;
};
