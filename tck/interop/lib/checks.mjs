// Counts checks and prints one line for each.

const STEP_LIMIT_MS = 30_000;

/** Rejects when the promise takes longer than the limit. */
export function within(limitMs, what, promise) {
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: nothing within ${limitMs / 1000} s`)), limitMs);
    });
    return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

export class Checks {
    #passed = 0;
    #failed = 0;

    pass(name) {
        this.#passed++;
        console.log(`ok ${name}`);
    }

    fail(name, reason) {
        this.#failed++;
        console.log(`not ok ${name}: ${reason}`);
    }

    /**
     * Runs steps that build on each other: after the first failure the rest is reported as not reached.
     *
     * @param title what the steps are about, the start of each line
     * @param steps pairs of a statement and the function that proves it
     */
    async sequence(title, steps) {
        let broken = false;
        for (const [statement, prove] of steps) {
            const name = `${title}: ${statement}`;
            if (broken) {
                this.fail(name, 'not reached');
                continue;
            }
            try {
                await within(STEP_LIMIT_MS, statement, prove());
                this.pass(name);
            } catch (error) {
                broken = true;
                this.fail(name, describe(error));
            }
        }
    }

    /** Prints the last line and sets the exit code. */
    finish() {
        console.log(`${this.#passed} passed, ${this.#failed} failed`);
        process.exitCode = this.#failed === 0 && this.#passed > 0 ? 0 : 1;
    }
}

/** What went wrong, in one line. */
export function describe(error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const cause = error?.cause instanceof Error ? ` (${error.cause.message})` : '';
    return (text + cause).replaceAll(/\s+/g, ' ').slice(0, 400);
}
