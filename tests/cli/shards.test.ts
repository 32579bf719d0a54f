import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";
import { everyOther, inSoak, thoroughTest, times } from "../support/soak.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const call = (args: readonly string[], env = {}): Promise<Answer> =>
  cleanloopHere(args, { cwd: project.root, env });

const allowParts = (): void => {
  const arena = JSON.parse(project.read("data/arena.json"));
  project.write("data/arena.json", JSON.stringify({ ...arena, vetoes: ["splittable"] }));
};

const feed = (name: string, from: number, to: number): string => {
  const lines = Array.from(
    { length: to - from },
    (_, at) =>
      `INV-${from + at},"Buyer, ${from + at}",${at % 7 === 0 ? "?" : at}.50,EUR,2026-03-04,2026-04-04,paid\n`,
  );
  project.write(
    `new/${name}`,
    `invoice_id,customer,amount,currency,issued,due,status\n${lines.join("")}`,
  );
  return `new/${name}`;
};

const run = (inputs: readonly string[], out: string, ...more: string[]): Promise<Answer> =>
  call(["run", "--input", ...inputs, "--out", out, "--columns", "warn", ...more]);

const shards = async (inputs: readonly string[], count: number): Promise<void> => {
  for (let index = 1; index <= count; index++)
    expect((await run(inputs, "parts", "--shard", `${index}/${count}`)).exit).toBe(0);
};

const merge = (...more: string[]): Promise<Answer> =>
  cleanloopHere(["merge", ...more, "--out", "merged"], { cwd: project.root });

const parts = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `parts/shard-${String(at + 1).padStart(String(count).length, "0")}-of-${count}`,
  );

const expectSame = (): void => {
  for (const file of ["finance_master.csv", "finance_mutation_failures.csv"])
    expect(digest(`merged/${file}`)).toBe(digest(`one/${file}`));
};
const digest = (path: string): string =>
  createHash("sha256").update(project.read(path)).digest("hex");

describe("shards", () => {
  test("of the rows of one file merge to the same bytes as one run", async () => {
    allowParts();
    const [rows, count] = [times(50_000, 400), inSoak([16])[0] ?? 3];
    const large = feed("large.csv", 1, rows + 1);
    expect((await run([large], "one")).exit).toBe(0);
    await shards([large], count);
    const { exit, stdout } = await merge(...parts(count).reverse());
    expect(exit).toBe(0);
    expect(stdout).toContain(`${count} of ${count}, by rows, of one genome`);
    expectSame();
    expect(JSON.parse(project.read("merged/run.json"))).toMatchObject({
      shard: null,
      inputs: [{ name: "large.csv", rows }],
      rows: { in: rows, unaccounted: 0 },
    });
  });

  thoroughTest(
    "of many files merge too, and say when nothing has tested that they may be cleaned apart",
    async () => {
      const inputs = ["a.csv", "b.csv", "c.csv"].map((name, at) => feed(name, at * 9, at * 9 + 8));
      await run(inputs, "one");
      const { stderr } = await run(inputs, "parts", "--shard", "1/2");
      expect(stderr).toContain("no veto of data/arena.json has tested");
      await shards(inputs, 2);
      expect((await merge(...parts(2))).exit).toBe(0);
      expectSame();
    },
  );

  test("of rows need the veto splittable, and a genome that passes it", async () => {
    const large = feed("large.csv", 1, 9);
    const { exit, stderr } = await run([large], "parts", "--shard", "1/2");
    expect({ exit, named: stderr.includes('list "splittable"') }).toEqual({ exit: 2, named: true });
    allowParts();
    project.write(
      "genome/clean_data.ts",
      `export const clean = async ({ inputs, emit }) => {
        let n = 0;
        for (const input of inputs)
          for await (const row of input.records())
            emit("master", { date: "2026-01-01", entity: row.customer, value: n++ });
      };`,
    );
    const numbered = await run([large], "parts", "--shard", "1/2");
    expect(numbered.exit).toBe(2);
    expect(numbered.stderr).toContain("left another master table");
  });

  test("that are missing, repeated, changed or of another genome are not merged", async () => {
    allowParts();
    const large = feed("large.csv", 1, 9);
    await shards([large], 2);
    const [first = "", second = ""] = parts(2);
    expect((await merge(first)).stderr).toContain("of 2 shards, 2 is missing");
    expect((await merge(first, first, second)).stderr).toContain("shard 1 of 2 is there twice");
    await run([large], "one");
    expect((await merge("one", second)).stderr).toContain("one is not a shard but a whole run");
    project.write(`${second}/finance_master.csv`, "date,entity,currency,value,category\n");
    const changed = await merge(first, second);
    expect(changed.exit).toBe(1);
    expect(changed.stderr).toContain("is not what that shard published");
    project.write("genome/clean_data.ts", `${project.read("genome/clean_data.ts")}\n`);
    await run([large], "parts", "--shard", "2/2");
    expect((await merge(first, second)).stderr).toContain("has another genome than");
    rmSync(project.path(second));
    expect((await merge(first, second)).exit).toBe(2);
  });

  test.each(
    everyOther([
      [
        { SLURM_ARRAY_TASK_ID: "6", SLURM_ARRAY_TASK_MIN: "5", SLURM_ARRAY_TASK_COUNT: "2" },
        "auto",
        2,
      ],
      [{ AWS_BATCH_JOB_ARRAY_INDEX: "0", AWS_BATCH_JOB_ARRAY_SIZE: "2" }, "auto", 1],
      [{ CLOUD_RUN_TASK_INDEX: "1", CLOUD_RUN_TASK_COUNT: "2" }, "auto", 2],
      [
        { SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_MIN: "2", SLURM_ARRAY_TASK_COUNT: "1" },
        "auto/2",
        2,
      ],
      [{ JOB_COMPLETION_INDEX: "0" }, "auto/2", 1],
    ]),
  )("are told by %j", async (env, asked, index) => {
    const inputs = [feed("a.csv", 1, 3), feed("b.csv", 3, 5)];
    const args = ["run", "--input", ...inputs, "--out", "parts", "--columns", "warn"];
    const { stdout } = await call([...args, "--shard", asked, "--json"], env);
    expect(JSON.parse(stdout).shard).toEqual({ index, count: 2, by: "files" });
  });

  test.each(
    everyOther([
      [{}, "auto", "finds none of SLURM_ARRAY_TASK_ID"],
      [{ JOB_COMPLETION_INDEX: "3" }, "auto", "as in --shard auto/4"],
      [
        { SLURM_ARRAY_TASK_ID: "9", SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_COUNT: "2" },
        "auto",
        "not one of 2 numbers from 1 on",
      ],
      [{ CLOUD_RUN_TASK_INDEX: "x" }, "auto/2", 'CLOUD_RUN_TASK_INDEX is "x", not a whole number'],
      [{}, "3/2", "--shard"],
      [{}, "1/3", "2 files cannot be shared"],
    ]),
  )("cannot be told from %j with --shard %s", async (env, asked, says) => {
    const inputs =
      asked === "1/3" ? [feed("a.csv", 1, 3), feed("b.csv", 3, 5)] : [feed("a.csv", 1, 3)];
    const args = ["run", "--input", ...inputs, "--out", "parts", "--columns", "warn"];
    const { exit, stderr } = await call([...args, "--shard", asked], env);
    expect(exit).toBe(2);
    expect(stderr).toContain(says);
  });
});
