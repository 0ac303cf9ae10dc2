/** The few lines of a test runner that tests inside VS Code's extension host need. */
import assert from 'node:assert/strict';

export interface Test { readonly name: string; run(): Promise<void> | void }
const tests: Test[] = [];

export function test(name: string, run: () => Promise<void> | void): void { tests.push({ name, run }); }

/** Runs all tests in order, or those whose names match the pattern UNRENDER_ONLY. Throws at the end when any failed. */
export async function runAll(): Promise<void> {
  let failed = 0;
  const only = new RegExp(process.env['UNRENDER_ONLY'] ?? '');
  const chosen = tests.filter(({ name }) => only.test(name));
  for (const { name, run } of chosen) {
    try {
      await run();
      console.log(`ok ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok ${name}\n${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    }
  }
  console.log(`${chosen.length - failed} of ${chosen.length} in-host tests passed`);
  assert.equal(failed, 0, `${failed} in-host tests failed`);
}

/** Waits until `find` gives something true. */
export async function eventually<T>(what: string, find: () => T | Promise<T>, milliseconds = 30_000): Promise<NonNullable<T>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}
