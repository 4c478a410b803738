// Our client as a child process: commands and answers, one JSON document in each line.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { login } from './login.mjs';
import { group } from './server.mjs';

const SOURCES = fileURLToPath(new URL('../driver/org/mcpoauth/interop', import.meta.url));
/** The jars of the quickstart, as a class path has them. */
export const JARS = join(fileURLToPath(new URL('../../../samples/quickstart/target/app/lib', import.meta.url)), '*');
const run = promisify(execFile);

/** The name of the certificate files' password, which protects nothing: they live as long as the script. */
export const PASSWORD = 'interop-pw';

/** A failure of a command: our client refused, or somebody refused it. */
export class ClientFailure extends Error {
    constructor({ type, code, error, message }) {
        super([type, code, error, message].filter(Boolean).join(' '));
        this.name = 'ClientFailure';
        Object.assign(this, { type, code, error });
    }
}

/** Builds the program around our client, starts it, hands it to a function and stops it afterwards. */
export async function withDriver(use) {
    const classes = await mkdtemp(join(tmpdir(), 'interop-driver-'));
    try {
        await compile(SOURCES, classes);
        const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', `${classes}:${JARS}`];
        const child = group('java', [...options, 'org.mcpoauth.interop.ClientDriver'], { stdio: ['pipe', 'pipe', 'pipe'] });
        let errors = '';
        child.child.stderr.on('data', chunk => (errors = (errors + chunk).slice(-20_000)));
        try {
            return await use(new Driver(child));
        } catch (error) {
            console.error(errors.trimEnd().split('\n').slice(-20).join('\n'));
            throw error;
        } finally {
            await child.stop();
        }
    } finally {
        await rm(classes, { recursive: true, force: true });
    }
}

/** Compiles the sources in a folder against the quickstart. */
export async function compile(folder, classes) {
    const sources = (await readdir(folder)).filter(name => name.endsWith('.java')).map(name => join(folder, name));
    await run('javac', [
        '-Xlint:all,-processing,-path,-classfile', '-Werror', '--release', '17', '-d', classes, '-cp', JARS, ...sources,
    ]);
}

class Driver {
    /** Who answers the forms: called with the authorization URL and the redirect URI. */
    user;
    /** The authorization requests so far. */
    authorizations = [];

    #child;
    #number = 0;
    #waiting = new Map();

    constructor({ child, ended }) {
        this.#child = child;
        createInterface({ input: child.stdout }).on('line', line => this.#take(JSON.parse(line)));
        ended.then(code => {
            for (const { reject } of this.#waiting.values()) reject(new Error(`the client ended with exit code ${code}`));
        });
    }

    /** Logs a user in at every authorization request from now on. */
    loginAs(user) {
        this.user = (url, redirectUri) => login(url, user, redirectUri);
    }

    /** Sends a command; its failure is a ClientFailure. */
    send(op, parameters = {}) {
        const id = ++this.#number;
        const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
        this.#write({ id, op, ...parameters });
        return answer;
    }

    #take(message) {
        if (message.authorize) {
            this.authorizations.push(new URL(message.authorize));
            this.#answer(message);
            return;
        }
        const { resolve, reject } = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.failure) reject(new ClientFailure(message.failure));
        else resolve(message.value);
    }

    async #answer({ flow, authorize, redirectUri }) {
        let redirect = null;
        try {
            redirect = (await this.user(new URL(authorize), redirectUri)).href;
        } catch (error) {
            console.error(`no login: ${error.message}`);
        }
        this.#write({ flow, redirect });
    }

    #write(message) {
        this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    }
}
