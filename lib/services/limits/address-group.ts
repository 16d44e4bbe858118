/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 address,
 * which is what one line is given and can take addresses from at will.
 */
export function addressGroup(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const parts = (text: string) => text.split(":").filter(Boolean);
  const [before, after] = [parts(head), parts(tail ?? "")];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const whole = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after];
  return `${whole
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":")}::/64`;
}
