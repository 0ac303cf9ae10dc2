import { inflateRawSync } from 'node:zlib';

/** Reads members of a ZIP archive in memory (stored or deflated, no ZIP64): (name) => bytes. Contents are checked by the caller. */
export function readZip(archive) {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('no ZIP archive');
  const members = new Map();
  let at = archive.readUInt32LE(end + 16);
  for (let i = archive.readUInt16LE(end + 10); i > 0; i--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    members.set(name, { method: archive.readUInt16LE(at + 10), size: archive.readUInt32LE(at + 20), offset: archive.readUInt32LE(at + 42) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return (name) => {
    const member = members.get(name);
    if (member === undefined) throw new Error(`the archive has no ${name}`);
    const start = member.offset + 30 + archive.readUInt16LE(member.offset + 26) + archive.readUInt16LE(member.offset + 28);
    const packed = archive.subarray(start, start + member.size);
    if (member.method !== 0 && member.method !== 8) throw new Error(`${name} is packed by method ${member.method}`);
    return member.method === 0 ? packed : inflateRawSync(packed);
  };
}
