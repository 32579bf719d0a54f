import type { Table } from "../../domain/arena.ts";
import type { Check } from "../../domain/evaluation.ts";
import type { ColumnsRead } from "../../domain/genome.ts";

const spec = "https://openlineage.io/spec";
/** For files of this machine, as OpenLineage names them. */
const files = "file";

/** What stays the same in all events of one run. */
export interface LineageRun {
  readonly runId: string;
  readonly job: string;
  readonly version: string;
}

export interface LineageFile {
  readonly path: string;
  readonly columns: readonly string[];
}

export interface LineageTable {
  readonly table: Table;
  readonly path: string;
  readonly rows: number;
}

/** What a run came to: its tables, or why there are none. */
export interface LineageEnd {
  readonly inputs: readonly LineageFile[];
  readonly tables: readonly LineageTable[];
  readonly checks: readonly Check[];
  readonly columnsRead: ColumnsRead;
  /** Null when the tables were published. */
  readonly failure: string | null;
}

export const startEvent = (run: LineageRun, at: Date, paths: readonly string[]) => ({
  ...event(run, at, "START"),
  run: { runId: run.runId, facets: {} },
  inputs: paths.map((path) => ({ namespace: files, name: path })),
  outputs: [],
});

export const endEvent = (run: LineageRun, at: Date, end: LineageEnd) => ({
  ...event(run, at, end.failure === null ? "COMPLETE" : "FAIL"),
  run: {
    runId: run.runId,
    facets:
      end.failure === null
        ? {}
        : {
            errorMessage: {
              ...facet(run, "facets/1-0-0/ErrorMessageRunFacet"),
              message: end.failure,
              programmingLanguage: "TypeScript",
            },
          },
  },
  inputs: end.inputs.map(({ path, columns }) => ({
    namespace: files,
    name: path,
    facets: {
      schema: {
        ...facet(run, "facets/1-0-0/SchemaDatasetFacet"),
        fields: columns.map((name) => ({ name, type: "text" })),
      },
    },
  })),
  outputs: end.tables.map((table) => output(run, end, table)),
});

const event = (run: LineageRun, at: Date, eventType: "START" | "COMPLETE" | "FAIL") => ({
  eventType,
  eventTime: at.toISOString(),
  producer: producerOf(run),
  schemaURL: `${spec}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
  job: {
    namespace: "cleanloop",
    name: run.job,
    facets: {
      jobType: {
        ...facet(run, "facets/2-0-3/JobTypeJobFacet"),
        processingType: "BATCH",
        integration: "CLEANLOOP",
        jobType: "JOB",
      },
    },
  },
});

const producerOf = ({ version }: LineageRun): string => `urn:cleanloop:${version}`;

const facet = (run: LineageRun, path: string) => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { _producer: producerOf(run), _schemaURL: `${spec}/${path}.json#/$defs/${name}` };
};

const output = (run: LineageRun, end: LineageEnd, { table, path, rows }: LineageTable) => {
  const fields = lineageOf(end, table);
  return {
    namespace: files,
    name: path,
    facets: {
      schema: {
        ...facet(run, "facets/1-0-0/SchemaDatasetFacet"),
        fields: table.columns.map(({ name, type }) => ({ name, type })),
      },
      dataQualityAssertions: {
        ...facet(run, "facets/1-0-0/DataQualityAssertionsDatasetFacet"),
        assertions: end.checks.map(({ name, passed }) => ({ assertion: name, success: passed })),
      },
      ...(Object.keys(fields).length > 0 && {
        columnLineage: { ...facet(run, "facets/1-0-1/ColumnLineageDatasetFacet"), fields },
      }),
    },
    outputFacets: {
      outputStatistics: {
        ...facet(run, "facets/1-0-0/OutputStatisticsOutputDatasetFacet"),
        rowCount: rows,
      },
    },
  };
};

/** By column: the cells of feeds that it is made from, each feed that has such a column. */
const lineageOf = ({ inputs, columnsRead }: LineageEnd, { name, columns }: Table) =>
  Object.fromEntries(
    columns.flatMap((column) => {
      const told = columnsRead[name] ?? {};
      const fields = Object.hasOwn(told, column.name) ? (told[column.name] ?? []) : [];
      const inputFields = fields.flatMap((field) =>
        inputs
          .filter((input) => input.columns.includes(field))
          .map(({ path }) => ({ namespace: files, name: path, field })),
      );
      return inputFields.length > 0 ? [[column.name, { inputFields }] as const] : [];
    }),
  );
