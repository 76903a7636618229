// Verifies a running log as an outsider does: npm @sigstore/verify judges the checkpoint and each entry's proof. Only the
// proofs are made here, from the hashes of the level-0 tiles.
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

const { LOG, VKEY, PACKAGES } = process.env;
const require = createRequire(path.join(PACKAGES, 'package.json'));
const dist = path.dirname(require.resolve('@sigstore/verify'));
const { verifyCheckpoint } = require(path.join(dist, 'tlog/checkpoint.js'));
const { verifyMerkleInclusion } = require(path.join(dist, 'tlog/merkle.js'));

const WIDTH = 256;
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

async function fetchBytes(name) {
  const answer = await fetch(`${LOG}/${name}`);
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

function trusted() {
  const at = VKEY.indexOf('+');
  const name = VKEY.slice(0, at);
  const [id, key] = [VKEY.slice(at + 1, at + 9), Buffer.from(VKEY.slice(at + 10), 'base64')];
  const publicKey = crypto.createPublicKey({
    key: Buffer.concat([SPKI_ED25519, key.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return [{ logID: Buffer.from(id, 'hex'), baseURL: name, publicKey }];
}

function tileName(prefix, index, width) {
  const groups = [];
  for (let rest = index, first = true; first || rest > 0; rest = Math.floor(rest / 1000), first = false) {
    groups.unshift((first ? '' : 'x') + String(rest % 1000).padStart(3, '0'));
  }
  return `${prefix}/${groups.join('/')}${width === WIDTH ? '' : `.p/${width}`}`;
}

async function tiles(prefix, size) {
  const all = [];
  for (let first = 0; first < size; first += WIDTH) {
    all.push(await fetchBytes(tileName(prefix, first / WIDTH, Math.min(WIDTH, size - first))));
  }
  return Buffer.concat(all);
}

const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest();
const node = (left, right) => sha256(Buffer.from([1]), left, right);
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const root = (leaves) =>
  leaves.length === 1 ? leaves[0] : node(root(leaves.slice(0, split(leaves.length))), root(leaves.slice(split(leaves.length))));

function proof(leaves, index) {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...proof(leaves.slice(0, k), index), root(leaves.slice(k))]
    : [...proof(leaves.slice(k), index - k), root(leaves.slice(0, k))];
}

function refuses(what, attempt) {
  try {
    attempt();
  } catch {
    return;
  }
  throw new Error(`${what} was accepted`);
}

const envelope = (await fetchBytes('checkpoint')).toString('utf8');
const logs = trusted();
const proved = (body, index, hashes) => ({
  canonicalizedBody: body,
  inclusionProof: { logIndex: String(index), hashes, checkpoint: { envelope } },
});
const checkpoint = verifyCheckpoint(proved(Buffer.alloc(0), 0, []), logs);
const size = Number(checkpoint.logSize);
refuses('a changed checkpoint', () =>
  verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: envelope.replace(`\n${size}\n`, `\n${size + 1}\n`) } } }, logs));

const hashes = await tiles('tile/0', size);
const leaves = Array.from({ length: size }, (_, i) => hashes.subarray(32 * i, 32 * i + 32));
const bundle = await tiles('tile/entries', size);
let at = 0;
const types = [];
for (let index = 0; index < size; index++) {
  const length = bundle.readUInt16BE(at);
  const entry = bundle.subarray(at + 2, at + 2 + length);
  at += 2 + length;
  const hashPath = proof(leaves, index);
  verifyMerkleInclusion(proved(entry, index, hashPath), checkpoint);
  const changed = Buffer.from(entry);
  changed[changed.length >> 1] ^= 1;
  refuses(`changed entry ${index}`, () => verifyMerkleInclusion(proved(changed, index, hashPath), checkpoint));
  types.push(JSON.parse(entry.toString('utf8')).type);
}
if (at !== bundle.length) throw new Error('bytes behind the last entry');
console.log(`verified ${size}: ${types.join(' ')}`);
