import * as z from "zod/mini";

/*
 * What a run event of OpenLineage must hold, written from the published specification (core 2-0-2
 * and the facets named here), and only that which CleanLoop sends: anything else is refused.
 */

const uri = z.string().check(z.refine((text) => URL.canParse(text), "must be a URI"));
const time = z.iso.datetime({ offset: true });

const facet = <Shape extends z.core.$ZodLooseShape>(name: string, version: string, shape: Shape) =>
  z.strictObject({
    _producer: uri,
    _schemaURL: z.literal(
      `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`,
    ),
    ...shape,
  });

const schema = facet("SchemaDatasetFacet", "1-0-0", {
  fields: z.array(z.strictObject({ name: z.string(), type: z.optional(z.string()) })),
});

const assertions = facet("DataQualityAssertionsDatasetFacet", "1-0-0", {
  assertions: z.array(
    z.strictObject({
      assertion: z.string(),
      success: z.boolean(),
      column: z.optional(z.string()),
    }),
  ),
});

const columnLineage = facet("ColumnLineageDatasetFacet", "1-0-1", {
  fields: z.record(
    z.string(),
    z.strictObject({
      inputFields: z.array(
        z.strictObject({ namespace: z.string(), name: z.string(), field: z.string() }),
      ),
    }),
  ),
});

const statistics = facet("OutputStatisticsOutputDatasetFacet", "1-0-0", { rowCount: z.int() });

const errorMessage = facet("ErrorMessageRunFacet", "1-0-0", {
  message: z.string(),
  programmingLanguage: z.string(),
});

const jobType = facet("JobTypeJobFacet", "2-0-3", {
  processingType: z.string(),
  integration: z.string(),
  jobType: z.optional(z.string()),
});

const dataset = { namespace: z.string(), name: z.string() };

export const runEventSchema = z.strictObject({
  eventType: z.enum(["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]),
  eventTime: time,
  producer: uri,
  schemaURL: z.literal("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"),
  run: z.strictObject({
    runId: z.uuid(),
    facets: z.optional(z.strictObject({ errorMessage: z.optional(errorMessage) })),
  }),
  job: z.strictObject({ ...dataset, facets: z.strictObject({ jobType }) }),
  inputs: z.array(z.strictObject({ ...dataset, facets: z.optional(z.strictObject({ schema })) })),
  outputs: z.array(
    z.strictObject({
      ...dataset,
      facets: z.strictObject({
        schema,
        dataQualityAssertions: assertions,
        columnLineage: z.optional(columnLineage),
      }),
      outputFacets: z.strictObject({ outputStatistics: statistics }),
    }),
  ),
});
