import { DefaultReporter, type TestCase, type TestModule } from "vitest/node";

type RunEnd = Parameters<DefaultReporter["onTestRunEnd"]>;

const longMinutes = 5;

/** A dot for each file that passes, every failure in full, why anything was skipped, and what hangs. */
export class TerseReporter extends DefaultReporter {
  /** By id: a file that is read for its tests becomes another object. */
  private readonly running = new Map<string, { it: TestModule | TestCase; since: number }>();
  private watch: NodeJS.Timeout | undefined;

  override onTestRunStart(...given: Parameters<DefaultReporter["onTestRunStart"]>): void {
    super.onTestRunStart(...given);
    this.watch = setInterval(() => this.tellWhatHangs(), longMinutes * 60_000).unref();
  }

  override onTestModuleQueued(module: TestModule): void {
    this.running.set(module.id, { it: module, since: Date.now() });
    super.onTestModuleQueued(module);
  }

  override onTestModuleEnd(module: TestModule): void {
    this.running.delete(module.id);
    for (const test of module.children.allTests()) this.running.delete(test.id);
    super.onTestModuleEnd(module);
  }

  override onTestCaseReady(test: TestCase): void {
    // On a busy machine a quick one is told of as ready when it has ended already.
    if (test.result().state === "pending")
      this.running.set(test.id, { it: test, since: Date.now() });
    super.onTestCaseReady(test);
  }

  override onTestCaseResult(test: TestCase): void {
    this.running.delete(test.id);
    super.onTestCaseResult(test);
  }

  override printTestModule(module: TestModule): void {
    if (module.state() === "failed") super.printTestModule(module);
    else this.ctx.logger.outputStream.write(".");
  }

  override onTestRunEnd(...[modules, ...rest]: RunEnd): void {
    clearInterval(this.watch);
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

  private tellWhatHangs(): void {
    for (const { it, since } of this.running.values()) {
      const minutes = Math.floor((Date.now() - since) / 60_000);
      if (minutes < longMinutes) continue;
      const name =
        it.type === "test" ? `${it.module.relativeModuleId} > ${it.fullName}` : it.relativeModuleId;
      this.log(`\nstill running after ${minutes} minutes: ${name}`);
    }
  }
}
