/**
 * Writes a small MaxMind DB from networks and their data, by the published format: a binary search
 * tree over IPv6 bits (IPv4 at ::/96), a data section, and metadata.
 */
type Data = string | number | { readonly [name: string]: Data };

interface Node {
  readonly children: [Node | Leaf | null, Node | Leaf | null];
}
interface Leaf {
  readonly offset: number;
}

const METADATA_MARKER = Buffer.concat([
  Buffer.from([0xab, 0xcd, 0xef]),
  Buffer.from('MaxMind.com'),
]);
const RECORD_BITS = 32;
const SEPARATOR_BYTES = 16;
const IPV4_START = 96;

/** `networks`: IPv4 networks such as `192.0.2.0/24`. */
export function writeMmdb(networks: Readonly<Record<string, Data>>): Buffer {
  const root: Node = { children: [null, null] };
  const data: Buffer[] = [];
  let offset = 0;
  for (const [network, value] of Object.entries(networks)) {
    insert(root, bitsOf(network), { offset });
    const encoded = encode(value);
    data.push(encoded);
    offset += encoded.length;
  }
  const nodes = numberNodes(root);
  const tree = Buffer.alloc(nodes.length * 8);
  const numbers = new Map(nodes.map((node, at) => [node, at]));
  for (const [at, node] of nodes.entries()) {
    for (const side of [0, 1] as const) {
      const child = node.children[side];
      let target = nodes.length; // not found
      if (child !== null && 'offset' in child)
        target = nodes.length + SEPARATOR_BYTES + child.offset;
      else if (child !== null) target = numbers.get(child) ?? nodes.length;
      tree.writeUInt32BE(target, at * 8 + side * 4);
    }
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'Test',
    ip_version: 6,
    node_count: nodes.length,
    record_size: RECORD_BITS,
  });
  return Buffer.concat([tree, Buffer.alloc(SEPARATOR_BYTES), ...data, METADATA_MARKER, metadata]);
}

function bitsOf(network: string): number[] {
  const [address = '', length = '32'] = network.split('/');
  const bits = Array<number>(IPV4_START).fill(0);
  for (const part of address.split('.').map(Number))
    for (let bit = 7; bit >= 0; bit -= 1) bits.push((part >> bit) & 1);
  return bits.slice(0, IPV4_START + Number(length));
}

function insert(root: Node, bits: readonly number[], leaf: Leaf): void {
  let node = root;
  for (const [at, bit] of bits.entries()) {
    const side = bit === 0 ? 0 : 1;
    const child = node.children[side];
    if (at === bits.length - 1) node.children[side] = leaf;
    else if (child !== null && 'children' in child) node = child;
    else {
      const next: Node = { children: [null, null] };
      node.children[side] = next;
      node = next;
    }
  }
}

function numberNodes(root: Node): Node[] {
  const nodes = [root];
  for (const node of nodes)
    for (const child of node.children) if (child !== null && 'children' in child) nodes.push(child);
  return nodes;
}

/** Types of the format: 2 is a string, 6 an unsigned 32-bit integer, 7 a map. */
function encode(value: Data): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    // 29 says that one more byte follows, with what the size is above 29.
    const size = text.length < 29 ? [(2 << 5) | text.length] : [(2 << 5) | 29, text.length - 29];
    return Buffer.concat([Buffer.from(size), text]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(5);
    bytes[0] = (6 << 5) | 4;
    bytes.writeUInt32BE(value, 1);
    return bytes;
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    Buffer.from([(7 << 5) | entries.length]),
    ...entries.flatMap(([name, inner]) => [encode(name), encode(inner)]),
  ]);
}
