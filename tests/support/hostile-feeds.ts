import { constants, deflateRawSync } from "node:zlib";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";

/** Packed text of so many megabytes, from one megabyte that is packed once. */
const packed = (megabyte: Buffer, times: number): Buffer => {
  // Blocks behind a full flush know nothing of each other, so they can be put in a row.
  const block = deflateRawSync(megabyte, { finishFlush: constants.Z_FULL_FLUSH });
  const last = deflateRawSync(Buffer.alloc(0));
  return Buffer.concat([...Array.from({ length: times }, () => block), last]);
};

/** A gzip file that unpacks to so many megabytes of rows. */
export const gzipBomb = (megabytes: number): Buffer =>
  Buffer.concat([
    Buffer.from("1f8b0800000000000003", "hex"),
    packed(Buffer.alloc(1_048_576, "a,b\n"), megabytes),
    Buffer.alloc(8),
  ]);

interface ZipEntry {
  readonly name: string;
  readonly packed: Buffer;
  /** What the archive says of it, true or not. */
  readonly size: number;
}

const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed: content, size } of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = [Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), content];
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), common, behind, Buffer.from(name)]),
    );
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
};

const part = (name: string, text: string): ZipEntry => ({
  name,
  packed: deflateRawSync(text),
  size: Buffer.byteLength(text),
});

const office = "http://schemas.openxmlformats.org";
const relation = `${office}/officeDocument/2006/relationships`;

/** A workbook of one sheet, whose XML is given or packed already. */
export const workbookOf = (sheet: string | Pick<ZipEntry, "packed" | "size">): Buffer =>
  zipOf([
    part(
      "[Content_Types].xml",
      `<?xml version="1.0"?><Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    part(
      "xl/workbook.xml",
      `<?xml version="1.0"?><workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${relation}"><sheets><sheet name="May" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    part(
      "xl/_rels/workbook.xml.rels",
      `<?xml version="1.0"?><Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    typeof sheet === "string"
      ? part("xl/worksheets/sheet1.xml", sheet)
      : { name: "xl/worksheets/sheet1.xml", ...sheet },
  ]);

/** A sheet with the rows given, that says of itself what it likes. */
export const sheetOf = (rows: string, dimension = "A1"): string =>
  `<?xml version="1.0"?><worksheet xmlns="${office}/spreadsheetml/2006/main"><dimension ref="${dimension}"/><sheetData>${rows}</sheetData></worksheet>`;

/** A workbook whose one sheet unpacks to so many megabytes. */
export const workbookBomb = (megabytes: number): Buffer =>
  workbookOf({
    packed: packed(Buffer.alloc(1_048_576, "<row/>\n "), megabytes),
    size: megabytes * 1_048_576,
  });

/** A Parquet file whose groups of rows are all the same one. */
export const repeatedParquet = (times: number, rowsSaid?: bigint): Buffer => {
  const writer = new ByteWriter();
  const schema = [
    { name: "root", num_children: 1 },
    { name: "text", type: "BYTE_ARRAY" as const, repetition_type: "REQUIRED" as const },
  ];
  const parquet = new ParquetWriter({ writer, schema });
  const data = Array.from({ length: 1000 }, () => "x".repeat(100));
  parquet.write({ columnData: [{ name: "text", data }] });
  const [group] = parquet.row_groups;
  if (!group) throw new Error("no group of rows was written");
  parquet.row_groups = Array.from({ length: times }, () => ({
    ...group,
    num_rows: rowsSaid ?? group.num_rows,
  }));
  parquet.num_rows = (rowsSaid ?? group.num_rows) * BigInt(times);
  parquet.finish();
  return Buffer.from(writer.getBuffer());
};
