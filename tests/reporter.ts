import { DefaultReporter, type TestModule } from "vitest/node";

type RunEnd = Parameters<DefaultReporter["onTestRunEnd"]>;

/** A dot for each file that passes, every failure in full, and why anything was skipped. */
export class TerseReporter extends DefaultReporter {
  override printTestModule(module: TestModule): void {
    if (module.state() === "failed") super.printTestModule(module);
    else this.ctx.logger.outputStream.write(".");
  }

  override onTestRunEnd(...[modules, ...rest]: RunEnd): void {
    super.onTestRunEnd(modules, ...rest);
    const reasons = new Map<string, number>();
    for (const module of modules)
      for (const test of module.children.allTests("skipped")) {
        const result = test.result();
        const why = result.state === "skipped" ? result.note : undefined;
        if (why) reasons.set(why, (reasons.get(why) ?? 0) + 1);
      }
    for (const [why, count] of reasons) this.log(`${String(count).padStart(11)} skipped: ${why}`);
  }
}
