// A zip file with its members stored as they are: all that a spreadsheet needs.
(function (taller) {
  "use strict";
  const TABLE = Array.from({ length: 256 }, function (_, byte) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ value >>> 1 : value >>> 1;
    return value >>> 0;
  });

  /** @param {Uint8Array} bytes */
  function crc(bytes) {
    let value = 0xffffffff;
    bytes.forEach(function (byte) { value = TABLE[(value ^ byte) & 255] ^ value >>> 8; });
    return (value ^ 0xffffffff) >>> 0;
  }
  /** Numbers in few bytes, the lowest first: pairs of value and width. @param {number[][]} parts */
  function packed(parts) {
    /** @type {number[]} */ const out = [];
    parts.forEach(function (part) { for (let place = 0; place < part[1]; place++) out.push(part[0] >>> 8 * place & 255); });
    return new Uint8Array(out);
  }
  /** @param {Uint8Array[]} parts */
  function joined(parts) {
    const all = new Uint8Array(parts.reduce(function (sum, part) { return sum + part.length; }, 0));
    let place = 0;
    parts.forEach(function (part) { all.set(part, place); place += part.length; });
    return all;
  }

  /** @param {[string, string][]} members names and texts */
  function archive(members) {
    /** @type {Uint8Array[]} */ const files = [], /** @type {Uint8Array[]} */ list = [];
    let place = 0;
    members.forEach(function (member) {
      const name = new TextEncoder().encode(member[0]), content = new TextEncoder().encode(member[1]);
      // Version 2.0, UTF-8 names, stored, 1 January 2026.
      const about = [[20, 2], [2048, 2], [0, 2], [0, 2], [(2026 - 1980) << 9 | 1 << 5 | 1, 2], [crc(content), 4], [content.length, 4], [content.length, 4], [name.length, 2], [0, 2]];
      const head = joined([packed([[0x04034b50, 4]].concat(about)), name, content]);
      list.push(packed([[0x02014b50, 4], [20, 2]].concat(about, [[0, 2], [0, 2], [0, 2], [0, 4], [place, 4]])), name);
      files.push(head);
      place += head.length;
    });
    const index = joined(list), count = members.length;
    return joined(files.concat([index, packed([[0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [index.length, 4], [place, 4], [0, 2]])]));
  }

  taller.archive = archive;
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
